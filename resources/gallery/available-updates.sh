#!/usr/bin/env bash
# What the package manager would update, by the lists it has; nothing is downloaded or installed.
set -euo pipefail
export LC_ALL=C

list() {
    if command -v apt-get > /dev/null; then
        apt-get -s -q dist-upgrade 2> /dev/null |
            awk '$1 == "Inst" { old = $3; gsub(/[][]/, "", old); new = $4; sub(/^\(/, "", new)
                 print ($0 ~ /-[Ss]ecurity/ ? "security" : "other") "\t" $2 "\t" old "\t" new }'
    elif command -v dnf > /dev/null || command -v yum > /dev/null; then
        local manager security
        manager=$(command -v dnf || command -v yum)
        security=$("$manager" -q -C updateinfo list security 2> /dev/null | awk '{ print $NF }' || true)
        { "$manager" -q -C check-update 2> /dev/null || true; } | while read -r package version _; do
            [[ $package == *.* && -n $version ]] || continue
            kind=other
            ! grep -qF -- "${package%.*}-${version#*:}" <<< "$security" || kind=security
            printf '%s\t%s\t-\t%s\n' "$kind" "${package%.*}" "$version"
        done
    fi
}

updates=$(list || true)
echo "updates=$(grep -c . <<< "$updates" || true)"
echo "security_updates=$(grep -c '^security' <<< "$updates" || true)"
echo
printf 'kind\tpackage\tinstalled\tavailable\n'
[[ -z $updates ]] || sort -r <<< "$updates"
