#!/usr/bin/env bash
# The end of a file; a compressed one is unpacked on the way.
set -euo pipefail

file='{{file}}'
lines='{{lines}}'
matching='{{matching}}'
[[ $lines =~ ^[0-9]+$ ]] || { echo "lines must be a whole number" >&2; exit 2; }
if [[ ! -f $file || ! -r $file ]]; then
    echo "$file does not exist or cannot be read"
    exit 3
fi

show() {
    case $file in
        *.gz) gzip -dc -- "$file" ;;
        *) cat -- "$file" ;;
    esac
}
if [[ -n $matching ]]; then
    { show | grep -aE -e "$matching" || true; } | tail -n "$lines"
else
    show | tail -n "$lines"
fi
