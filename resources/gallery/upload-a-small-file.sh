#!/usr/bin/env bash
# Writes a file in one step: others see the old one or the new one, never half of it.
set -euo pipefail

path='{{path}}'
mode='{{mode}}'
owner='{{owner}}'
keep_old='{{keep_old}}'
most_bytes=$((36 * 1024))

folder=$(dirname -- "$path")
[[ -d $folder ]] || { echo "The folder $folder does not exist" >&2; exit 2; }
[[ ! -d $path ]] || { echo "$path is a folder" >&2; exit 2; }

fresh=$(mktemp -- "$folder/.upload.XXXXXX")
trap 'rm -f -- "$fresh"' EXIT
base64 --decode > "$fresh" << 'END_OF_CONTENT' || { echo "The content is not Base64" >&2; exit 2; }
{{content_base64}}
END_OF_CONTENT

size=$(stat -c %s -- "$fresh")
((size <= most_bytes)) || { echo "The file has $size bytes; $most_bytes are allowed" >&2; exit 2; }
chmod -- "$mode" "$fresh"
[[ -z $owner ]] || chown -- "$owner" "$fresh"

before=absent
if [[ -e $path ]]; then
    before=$(sha256sum -- "$path" | cut -d ' ' -f 1)
    [[ $keep_old != true ]] || cp -p -- "$path" "$path.bak"
fi
mv -f -- "$fresh" "$path"
trap - EXIT

echo "path=$path"
echo "bytes=$size"
echo "mode=$(stat -c %a -- "$path")"
echo "owner=$(stat -c %U:%G -- "$path")"
echo "sha256_before=$before"
echo "sha256=$(sha256sum -- "$path" | cut -d ' ' -f 1)"
