# Listening ports below the dynamic range; ends with 1 where one is not in the list.
$ErrorActionPreference = 'Stop'
$allowed = '{{allowed}}' -split '[ ,]+' | Where-Object { $_ } | ForEach-Object { [int]$_ }

$strange = 0
"verdict`tport`taddress`tprogram"
Get-NetTCPConnection -State Listen |
    Where-Object { $_.LocalPort -lt 49152 -and $_.LocalAddress -notmatch '^(127\.|::1$)' } |
    Sort-Object LocalPort, LocalAddress -Unique | ForEach-Object {
        $program = (Get-Process -Id $_.OwningProcess -ErrorAction SilentlyContinue).ProcessName
        $verdict = 'allowed'
        if ($allowed -notcontains $_.LocalPort) { $verdict = 'NOT_ALLOWED'; $strange++ }
        "$verdict`t$($_.LocalPort)`t$($_.LocalAddress)`t$program"
    }
if ($strange) { exit 1 }
