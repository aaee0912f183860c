#!/usr/bin/env bash
# Kernel messages of a level, equal ones counted, without times so that machines compare well.
set -euo pipefail

level='{{level}}'
hours='{{hours}}'
[[ $hours =~ ^[0-9]+$ ]] || { echo "hours must be a whole number" >&2; exit 2; }
case $level in
    crit) levels=emerg,alert,crit priority=crit ;;
    err) levels=emerg,alert,crit,err priority=err ;;
    warn) levels=emerg,alert,crit,err,warn priority=warning ;;
    *) echo "level must be crit, err or warn" >&2; exit 2 ;;
esac

if command -v journalctl > /dev/null &&
    messages=$(journalctl -k -q -o cat --no-pager -p "$priority" --since "-${hours}h" 2> /dev/null) &&
    [[ -n $messages ]]; then
    source="journal, last $hours h"
elif messages=$(dmesg -t --level="$levels" 2> /dev/null); then
    source="ring buffer since the start"
else
    echo "source=not available (needs root, or a dmesg that knows levels)"
    exit 0
fi

echo "source=$source"
echo "messages=$(grep -c . <<< "$messages" || true)"
echo
printf 'count\tmessage\n'
awk 'NF { if (!($0 in count)) order[++kinds] = $0; count[$0]++ }
     END { for (i = (kinds > 200 ? kinds - 199 : 1); i <= kinds; i++) print count[order[i]] "\t" order[i] }' <<< "$messages"
