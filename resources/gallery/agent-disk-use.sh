#!/usr/bin/env bash
# What the agent has on the disk.
set -euo pipefail

folder=""
for place in /usr/local/qcloud/tat_agent /var/lib/qcloud/tat_agent; do
    [[ ! -d $place ]] || folder=$place
done
if [[ -z $folder ]]; then
    echo "not available (the agent is not in its usual folders)"
    exit 0
fi

echo "folder=$folder"
for part in . log tmp; do
    [[ ! -d $folder/$part ]] ||
        echo "kb_${part/#./all}=$({ du -sk -- "$folder/$part" 2> /dev/null || true; } | awk '{ print $1 }')"
done
left_over=$({ find "$folder/tmp" -type f -mmin +1500 2> /dev/null || true; } | wc -l)
echo "task_files_older_than_a_day=$left_over"
df -Pk -- "$folder" | awk 'NR == 2 { print "free_mb=" int($4 / 1024); print "filesystem=" $6 }'
