# The biggest files under a folder; folders that cannot be read are skipped.
$ErrorActionPreference = 'Stop'
$folder = '{{folder}}'
$leastBytes = [long]'{{min_mb}}' * 1MB
$top = [int]'{{top}}'

if (-not (Test-Path -LiteralPath $folder -PathType Container)) {
    Write-Output "$folder is no folder on this machine"
    exit 2
}
"mb`tchanged`tfile"
Get-ChildItem -LiteralPath $folder -File -Recurse -Force -ErrorAction SilentlyContinue |
    Where-Object Length -GE $leastBytes | Sort-Object Length -Descending | Select-Object -First $top | ForEach-Object {
        '{0:F1}{1}{2:yyyy-MM-dd}{1}{3}' -f ($_.Length / 1MB), "`t", $_.LastWriteTime, $_.FullName
    }
