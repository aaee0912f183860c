#!/usr/bin/env bash
# Files that lend rights or take anybody's changes.
set -euo pipefail

folder='{{folder}}'
[[ -d $folder ]] || { echo "$folder is no folder on this machine" >&2; exit 2; }

printf 'kind\tmode\towner\tfile\n'
{
    find "$folder" -xdev -type f \( \
        \( -perm -4000 -printf 'setuid\t%m\t%u:%g\t%p\n' \) , \
        \( -perm -2000 -printf 'setgid\t%m\t%u:%g\t%p\n' \) , \
        \( -perm -0002 -printf 'world-writable\t%m\t%u:%g\t%p\n' \) \) 2> /dev/null || true
} | sort -t $'\t' -k1,1 -k4,4
