# The biggest files under a folder; folders that cannot be read are skipped.
$ErrorActionPreference = 'Stop'
$folder = '{{folder}}'
if ('{{min_mb}}' -notmatch '^\d+$') { 'min_mb must be a whole number'; exit 1 }
if ('{{top}}' -notmatch '^\d+$') { 'top must be a whole number'; exit 1 }
$leastBytes = [long]'{{min_mb}}' * 1MB
$top = [int]'{{top}}'

if (-not (Test-Path -LiteralPath $folder -PathType Container)) {
    Write-Output "$folder is no folder on this machine"
    exit 1
}
"mb`tchanged`tfile"
Get-ChildItem -LiteralPath $folder -File -Recurse -Force -ErrorAction SilentlyContinue |
    Where-Object Length -GE $leastBytes | Sort-Object Length -Descending | Select-Object -First $top | ForEach-Object {
        '{0:F1}{1}{2:yyyy-MM-dd}{1}{3}' -f ($_.Length / 1MB), "`t", $_.LastWriteTime, $_.FullName
    }
