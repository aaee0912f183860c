# Automatic services that are down; ends with 1 where there is one.
$ErrorActionPreference = 'Stop'
$down = @(Get-CimInstance Win32_Service -Filter "StartMode = 'Auto' AND State <> 'Running'" | Where-Object {
    $key = "HKLM:\SYSTEM\CurrentControlSet\Services\$($_.Name)"
    -not (Test-Path "$key\TriggerInfo") -and
        -not (Get-ItemProperty $key -ErrorAction SilentlyContinue).DelayedAutoStart
} | Sort-Object Name)

"name`tstate`texit_code`ttitle"
$down | ForEach-Object { "$($_.Name)`t$($_.State)`t$($_.ExitCode)`t$($_.DisplayName)" }
if ($down.Count) { exit 1 }
