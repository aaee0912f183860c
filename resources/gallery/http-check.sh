#!/usr/bin/env bash
# Asks a web address once; ends with 1 where the answer is not the expected one.
set -euo pipefail

url='{{url}}'
expected_status='{{expected_status}}'
expected_text='{{expected_text}}'
if ! command -v curl > /dev/null; then
    echo "not available (curl is missing)"
    exit 0
fi

page=$(mktemp)
trap 'rm -f -- "$page"' EXIT
times='status=%{http_code}\naddress=%{remote_ip}\nfinal_url=%{url_effective}\nlookup_s=%{time_namelookup}\nconnect_s=%{time_connect}\ntls_s=%{time_appconnect}\nfirst_byte_s=%{time_starttransfer}\ntotal_s=%{time_total}\nbytes=%{size_download}\n'
result=$(curl -sS -L --max-time 30 -o "$page" -w "$times" -- "$url" 2>&1) || true
echo "$result"

verdict=good
grep -qx "status=$expected_status" <<< "$result" || verdict="status is not $expected_status"
if [[ $verdict == good && -n $expected_text ]] && ! grep -qF -e "$expected_text" "$page"; then
    verdict="text is missing"
fi
echo "verdict=$verdict"
[[ $verdict == good ]] || exit 1
