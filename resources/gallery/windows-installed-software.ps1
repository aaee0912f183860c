# Programs as the system lists them under “Apps”.
$ErrorActionPreference = 'Stop'
$name = '{{name}}'

$keys = 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\*',
    'HKLM:\SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Uninstall\*'
Get-ItemProperty $keys -ErrorAction SilentlyContinue |
    Where-Object { $_.DisplayName -and -not $_.SystemComponent -and $_.DisplayName -like $name } |
    Select-Object @{ n = 'program'; e = { $_.DisplayName } }, @{ n = 'version'; e = { $_.DisplayVersion } },
        @{ n = 'maker'; e = { $_.Publisher } } |
    Sort-Object program, version -Unique | ConvertTo-Csv -NoTypeInformation
