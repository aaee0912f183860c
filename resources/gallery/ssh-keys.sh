#!/usr/bin/env bash
# Keys in the authorized_keys files of all accounts.
set -euo pipefail

printf 'user\tbits\tfingerprint\ttype\tcomment\n'
if ! command -v ssh-keygen > /dev/null; then
    echo "not available (ssh-keygen is missing)"
    exit 0
fi
getent passwd | sort -t : -k 1,1 | while IFS=: read -r user _ _ _ _ home _; do
    for file in "$home/.ssh/authorized_keys" "$home/.ssh/authorized_keys2"; do
        [[ -r $file ]] || continue
        { ssh-keygen -lf "$file" 2> /dev/null || true; } | while read -r bits fingerprint rest; do
            printf '%s\t%s\t%s\t%s\t%s\n' "$user" "$bits" "$fingerprint" "${rest##* }" "${rest% *}"
        done
    done
done
