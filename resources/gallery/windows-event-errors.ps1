# Errors by source and number, without times so that machines compare well.
$ErrorActionPreference = 'Stop'
$log = '{{log}}'
if ('{{hours}}' -notmatch '^\d+$') { 'hours must be a whole number'; exit 1 }
$hours = [int]'{{hours}}'

$filter = @{ LogName = $log; Level = 1, 2; StartTime = (Get-Date).AddHours(-$hours) }
$events = @(Get-WinEvent -FilterHashtable $filter -ErrorAction SilentlyContinue)
"events=$($events.Count)"
''
"count`tsource`tid`tmessage"
$events | Group-Object ProviderName, Id | Sort-Object Count -Descending | Select-Object -First 50 | ForEach-Object {
    $first = $_.Group[0]
    $message = ("$($first.Message)" -split "`r?`n")[0]
    if ($message.Length -gt 160) { $message = $message.Substring(0, 160) }
    "$($_.Count)`t$($first.ProviderName)`t$($first.Id)`t$message"
}
