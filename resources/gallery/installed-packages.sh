#!/usr/bin/env bash
# Packages of the system's own package manager.
set -euo pipefail

name='{{name}}'
list() {
    if command -v dpkg-query > /dev/null; then
        dpkg-query -W -f='${db:Status-Status},${Package},${Version},${Architecture}\n' | sed -n 's/^installed,//p'
    elif command -v rpm > /dev/null; then
        rpm -qa --qf '%{NAME},%{VERSION}-%{RELEASE},%{ARCH}\n'
    elif command -v apk > /dev/null; then
        apk list --installed 2> /dev/null | sed -n 's/^\(.*\)-\([0-9][^ -]*-r[0-9]*\) \([^ ]*\) .*/\1,\2,\3/p'
    fi
}

echo "package,version,architecture"
list | sort -u | while IFS=, read -r package version architecture; do
    # shellcheck disable=SC2053  # the name is meant as a pattern
    [[ $package != $name ]] || echo "$package,$version,$architecture"
done
