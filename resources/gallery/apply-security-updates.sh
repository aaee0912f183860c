#!/usr/bin/env bash
# Installs what the system's maker calls a security update, and nothing else.
set -euo pipefail
export LC_ALL=C DEBIAN_FRONTEND=noninteractive

apply='{{apply}}'
if [[ $apply == true && $(id -u) != 0 ]]; then
    echo "Installing needs root" >&2
    exit 2
fi

if command -v apt-get > /dev/null; then
    [[ $apply != true ]] || apt-get -q update
    mapfile -t packages < <(apt-get -s -q dist-upgrade 2> /dev/null |
        awk '$1 == "Inst" && /-[Ss]ecurity/ { print $2 }' | sort -u)
    echo "security_updates=${#packages[@]}"
    if ((${#packages[@]} == 0)); then
        exit 0
    fi
    printf '%s\n' "${packages[@]}"
    [[ $apply != true ]] || apt-get -y -q -o Dpkg::Options::=--force-confold install --only-upgrade "${packages[@]}"
elif manager=$(command -v dnf || command -v yum); then
    if [[ $apply == true ]]; then
        "$manager" -y -q update --security
    else
        "$manager" -q -C updateinfo list security || true
    fi
else
    echo "not available (neither apt, dnf nor yum is here)"
fi
