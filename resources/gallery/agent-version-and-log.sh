#!/usr/bin/env bash
# How the agent is. Its log holds scripts and answers in full, so only short parts of lines with
# warnings and errors are shown.
set -euo pipefail

lines='{{lines}}'
[[ $lines =~ ^[0-9]+$ ]] || { echo "lines must be a whole number" >&2; exit 2; }

folder=""
for place in /usr/local/qcloud/tat_agent /var/lib/qcloud/tat_agent; do
    [[ ! -x $place/tat_agent ]] || folder=$place
done
echo "folder=${folder:-not available}"
version="not available"
if [[ -n $folder ]]; then
    version=$(timeout 5 "$folder/tat_agent" --version 2> /dev/null | awk 'NR == 1 { print $NF }' || true)
fi
echo "version=${version:-unknown}"

pid=$(pgrep -o -x tat_agent 2> /dev/null || true)
echo "running=$([[ -n $pid ]] && echo yes || echo no)"
if [[ -n $pid ]] && command -v ps > /dev/null; then
    echo "uptime_hours=$(ps -o etimes= -p "$pid" | awk '{ printf "%d", $1 / 3600 }')"
    echo "memory_mb=$(ps -o rss= -p "$pid" | awk '{ printf "%d", $1 / 1024 }')"
fi
if command -v systemctl > /dev/null && [[ -d /run/systemd/system ]]; then
    echo "service=$(systemctl is-active tat_agent 2> /dev/null || true)"
    echo "starts_by_itself=$(systemctl is-enabled tat_agent 2> /dev/null || true)"
fi

log=$folder/log/tat_agent.log
if [[ -n $folder && -r $log ]] && ((lines > 0)); then
    echo
    { grep -aE '(^|[^A-Za-z])(WARN|ERROR)([^A-Za-z]|$)' "$log" || true; } | tail -n "$lines" | cut -c 1-160
else
    echo "log=not available"
fi
