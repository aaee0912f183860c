# Sets the time zone of the machine.
$ErrorActionPreference = 'Stop'
$zone = '{{zone}}'

function Show-Zone($when) {
    [TimeZoneInfo]::ClearCachedData()
    $local = [TimeZoneInfo]::Local
    "zone_$when=$($local.Id)"
    "utc_offset_$when=$($local.GetUtcOffset((Get-Date)))"
}

Show-Zone 'before'
if ($zone) {
    try { Set-TimeZone -Id $zone } catch { Write-Output "There is no time zone $zone on this machine"; exit 1 }
    Show-Zone 'after'
}
