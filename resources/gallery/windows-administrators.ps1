# Who may do everything on this machine.
$ErrorActionPreference = 'Stop'
$group = Get-CimInstance Win32_Group -Filter "LocalAccount = TRUE AND SID = 'S-1-5-32-544'"

'# Administrators'
Get-CimAssociatedInstance $group -Association Win32_GroupUser | ForEach-Object { "$($_.Domain)\$($_.Name)" } | Sort-Object
''
'# Local accounts'
"user`tenabled`tpassword_required`tlocked"
Get-CimInstance Win32_UserAccount -Filter 'LocalAccount = TRUE' | Sort-Object Name | ForEach-Object {
    "$($_.Name)`t$(-not $_.Disabled)`t$($_.PasswordRequired)`t$($_.Lockout)"
}
