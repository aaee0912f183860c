# From name to port, one line for each step; ends with 1 where a step fails.
$ErrorActionPreference = 'Stop'
$target = '{{host}}'
if ('{{port}}' -notmatch '^\d+$') { 'port must be a whole number'; exit 1 }
$port = [int]'{{port}}'

try { $addresses = [System.Net.Dns]::GetHostAddresses($target) } catch { 'name=unknown'; exit 1 }
"addresses=$(($addresses | ForEach-Object IPAddressToString | Sort-Object) -join ' ')"
$client = New-Object System.Net.Sockets.TcpClient
$watch = [Diagnostics.Stopwatch]::StartNew()
try { $open = $client.ConnectAsync($target, $port).Wait(5000) } catch { $open = $false }
$client.Close()
if (-not $open) { 'port=closed or silent'; exit 1 }
'port=open'
"connect_ms=$($watch.ElapsedMilliseconds)"
