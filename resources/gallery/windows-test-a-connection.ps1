# From name to port, one line for each step; ends with 1 where a step fails.
$ErrorActionPreference = 'Stop'
$target = '{{host}}'
if ('{{port}}' -notmatch '^\d+$') { 'port must be a whole number'; exit 1 }
$port = [int]'{{port}}'

try { $addresses = [System.Net.Dns]::GetHostAddresses($target) } catch { 'name=unknown'; exit 1 }
"addresses=$(($addresses | ForEach-Object IPAddressToString | Sort-Object) -join ' ')"
$open = $false
foreach ($address in $addresses) {
    # Made for the family of the address: by itself a client knows IPv4 only.
    $client = New-Object System.Net.Sockets.TcpClient -ArgumentList $address.AddressFamily
    $watch = [Diagnostics.Stopwatch]::StartNew()
    try { $open = $client.ConnectAsync($address, $port).Wait(5000) } catch { $open = $false }
    $client.Close()
    if ($open) { break }
}
if (-not $open) { 'port=closed or silent'; exit 1 }
'port=open'
"address=$address"
"connect_ms=$($watch.ElapsedMilliseconds)"
