# One look at a machine, as key=value lines that compare well over many machines.
$ErrorActionPreference = 'Stop'
if ('{{processes}}' -notmatch '^\d+$') { 'processes must be a whole number'; exit 1 }
$processes = [int]'{{processes}}'

$system = Get-CimInstance Win32_OperatingSystem
$load = (Get-CimInstance Win32_Processor | Measure-Object LoadPercentage -Average).Average
$usedMemory = 100 - [math]::Floor($system.FreePhysicalMemory * 100 / $system.TotalVisibleMemorySize)

"system=$($system.Caption)"
"version=$($system.Version)"
"uptime_days=$([int][math]::Floor(((Get-Date) - $system.LastBootUpTime).TotalDays))"
"cpus=$env:NUMBER_OF_PROCESSORS"
"cpu_percent=$([int]$load)"
"memory_mb=$([int]($system.TotalVisibleMemorySize / 1KB))"
"memory_used_percent=$usedMemory"
Get-CimInstance Win32_LogicalDisk -Filter 'DriveType = 3' | Sort-Object DeviceID | ForEach-Object {
    if ($_.Size) { "disk_$($_.DeviceID.TrimEnd(':'))_used_percent=$(100 - [math]::Floor($_.FreeSpace * 100 / $_.Size))" }
}
$place = 0
Get-Process | Sort-Object WorkingSet64 -Descending | Select-Object -First $processes | ForEach-Object {
    $place++
    "process_$place=$($_.ProcessName) $([int]($_.WorkingSet64 / 1MB)) MB"
}
