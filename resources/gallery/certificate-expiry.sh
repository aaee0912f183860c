#!/usr/bin/env bash
# Days left of certificates; ends with 1 where one is in danger.
set -euo pipefail

warn_days='{{warn_days}}'
[[ $warn_days =~ ^[0-9]+$ ]] || { echo "warn_days must be a whole number" >&2; exit 2; }
if ! command -v openssl > /dev/null; then
    echo "not available (openssl is missing)"
    exit 0
fi
now=$(date +%s)
danger=0

report() { # place; the certificate comes on standard input
    local facts end left verdict=good
    if ! facts=$(openssl x509 -noout -enddate -subject 2> /dev/null); then
        printf 'UNREADABLE\t-\t-\t%s\t-\n' "$1"
        danger=1
        return
    fi
    end=$(sed -n 's/^notAfter=//p' <<< "$facts")
    left=$((($(date -d "$end" +%s) - now) / 86400))
    if ((left < warn_days)); then
        verdict=DANGER
        danger=1
    fi
    printf '%s\t%d\t%s\t%s\t%s\n' "$verdict" "$left" "$(date -u -d "$end" +%F)" "$1" \
        "$(sed -n 's/^subject= *//p' <<< "$facts")"
}

printf 'verdict\tdays_left\tends\tplace\tsubject\n'
while IFS= read -r place; do
    [[ -n $place ]] || continue
    if [[ $place != /* && $place == *:* ]]; then
        answer=$(timeout 10 openssl s_client -connect "$place" -servername "${place%:*}" < /dev/null 2> /dev/null || true)
        report "$place" <<< "$answer"
        continue
    fi
    while IFS= read -r file; do
        report "$file" <<< "$(cat -- "$file" 2> /dev/null || true)"
    done < <(compgen -G "$place" || true)
done << 'END_OF_PLACES'
{{places}}
END_OF_PLACES
exit "$danger"
