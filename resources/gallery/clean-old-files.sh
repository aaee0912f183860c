#!/usr/bin/env bash
# Files that nobody has changed for a while; deletes them only when told to.
set -euo pipefail

folder='{{folder}}'
name='{{name}}'
days='{{days}}'
apply='{{apply}}'
[[ $days =~ ^[1-9][0-9]*$ ]] || { echo "days must be a whole number from 1 on" >&2; exit 2; }
folder=$(realpath -e -- "$folder" 2> /dev/null) || { echo "The folder does not exist" >&2; exit 2; }
case $folder in
    /*/*) ;;
    *) echo "$folder is too close to the root of the system" >&2; exit 2 ;;
esac

matching=(-xdev -type f -name "$name" -mtime "+$days")
read -r count bytes < <({ find "$folder" "${matching[@]}" -printf '%s\n' 2> /dev/null || true; } |
    awk '{ bytes += $1 } END { printf "%d %.0f\n", NR, bytes }')
echo "folder=$folder"
echo "files=$count"
echo "mb=$((bytes / 1048576))"
if [[ $apply == true ]]; then
    find "$folder" "${matching[@]}" -delete
    echo "deleted=yes"
else
    echo "deleted=no (turn apply on to delete them)"
    { find "$folder" "${matching[@]}" -printf '%TY-%Tm-%Td\t%s\t%p\n' 2> /dev/null || true; } |
        sort | awk 'NR <= 50'
fi
