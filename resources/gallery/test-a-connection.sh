#!/usr/bin/env bash
# From name to certificate, one line for each step; ends with 1 where a step fails.
set -euo pipefail

host='{{host}}'
port='{{port}}'
[[ $port =~ ^[0-9]+$ ]] || { echo "port must be a whole number" >&2; exit 2; }

address=$(getent ahosts "$host" | awk 'NR == 1 { print $1 }' || true)
if [[ -z $address ]]; then
    echo "name=unknown"
    exit 1
fi
echo "address=$address"

if command -v ip > /dev/null; then
    route=$(ip route get "$address" 2> /dev/null | awk 'NR == 1 {
        for (i = 1; i < NF; i++) if ($i == "dev" || $i == "via") printf "%s %s ", $i, $(i + 1) }' || true)
    echo "route=${route:-none}"
fi

started=$(date +%s%N)
# shellcheck disable=SC2016  # the inner bash fills these
if ! timeout 5 bash -c 'exec 3<> "/dev/tcp/$0/$1"' "$address" "$port" 2> /dev/null; then
    echo "port=closed or silent"
    exit 1
fi
echo "port=open"
echo "connect_ms=$((($(date +%s%N) - started) / 1000000))"

if command -v openssl > /dev/null; then
    certificate=$(timeout 8 openssl s_client -connect "$address:$port" -servername "$host" \
        < /dev/null 2> /dev/null | openssl x509 -noout -subject -issuer -enddate 2> /dev/null || true)
    echo "tls=$([[ -n $certificate ]] && echo yes || echo no)"
    [[ -z $certificate ]] || echo "certificate_${certificate//$'\n'/$'\n'certificate_}"
fi
