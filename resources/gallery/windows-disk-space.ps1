# Local drives; ends with 1 where one is at or above the threshold.
$ErrorActionPreference = 'Stop'
if ('{{threshold}}' -notmatch '^\d+$') { 'threshold must be a whole number'; exit 1 }
$threshold = [int]'{{threshold}}'

$full = 0
"verdict`tdrive`tused_percent`tfree_gb`tsize_gb"
Get-CimInstance Win32_LogicalDisk -Filter 'DriveType = 3' | Where-Object Size | Sort-Object DeviceID | ForEach-Object {
    $used = 100 - [math]::Floor($_.FreeSpace * 100 / $_.Size)
    $verdict = 'good'
    if ($used -ge $threshold) { $verdict = 'FULL'; $full++ }
    '{0}{1}{2}{1}{3}{1}{4:N1}{1}{5:N1}' -f $verdict, "`t", $_.DeviceID, $used, ($_.FreeSpace / 1GB), ($_.Size / 1GB)
}
if ($full) { exit 1 }
