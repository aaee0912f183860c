#!/usr/bin/env bash
# Effective settings of sshd; ends with 1 where one is weaker than recommended.
set -euo pipefail

sshd=$(command -v sshd || true)
[[ -n $sshd || ! -x /usr/sbin/sshd ]] || sshd=/usr/sbin/sshd
if [[ -z $sshd ]]; then
    echo "not available (no SSH server is installed)"
    exit 0
fi
if ! settings=$("$sshd" -T 2> /dev/null); then
    echo "not available (needs root, and host keys that can be read)"
    exit 0
fi

printf 'verdict\tsetting\tvalue\trecommended\n'
weak=0
while read -r setting recommended; do
    value=$(awk -v setting="$setting" '$1 == setting { print $2; exit }' <<< "$settings")
    verdict=good
    if ! grep -qxE "$recommended" <<< "$value"; then
        verdict=WEAK
        weak=1
    fi
    printf '%s\t%s\t%s\t%s\n' "$verdict" "$setting" "${value:--}" "$recommended"
done << 'END_OF_RULES'
permitrootlogin no|prohibit-password|without-password
passwordauthentication no
permitemptypasswords no
x11forwarding no
maxauthtries [1-6]
hostbasedauthentication no
permituserenvironment no
ignorerhosts yes
END_OF_RULES
exit "$weak"
