#!/usr/bin/env bash
# All containers, running or not.
set -euo pipefail

engine=$(command -v docker || command -v podman || true)
if [[ -z $engine ]]; then
    echo "not available (neither docker nor podman is here)"
    exit 0
fi
if ! ids=$(timeout 20 "$engine" ps -aq 2> /dev/null); then
    echo "not available (${engine##*/} does not answer, or needs root)"
    exit 0
fi

printf 'container\tstate\texit_code\trestarts\timage\n'
[[ -n $ids ]] || exit 0
mapfile -t list <<< "$ids"
timeout 30 "$engine" inspect --format \
    '{{.Name}}	{{.State.Status}}	{{.State.ExitCode}}	{{.RestartCount}}	{{.Config.Image}}' "${list[@]}" |
    sed 's|^/||' | sort
