#!/usr/bin/env bash
# Adds a public key to an account, once.
set -euo pipefail

user_name='{{user_name}}'
public_key='{{public_key}}'
apply='{{apply}}'

read -r kind material _ <<< "$public_key"
if command -v ssh-keygen > /dev/null; then
    ssh-keygen -lf - <<< "$public_key" > /dev/null 2>&1 ||
        { echo "The text is no public key" >&2; exit 2; }
fi
IFS=: read -r _ _ _ group _ home _ < <(getent passwd "$user_name") ||
    { echo "There is no user $user_name" >&2; exit 2; }

file=$home/.ssh/authorized_keys
echo "file=$file"
if [[ -r $file ]] && grep -qF -- "$kind $material" "$file"; then
    echo "result=was there already"
elif [[ $apply != true ]]; then
    echo "result=would be added (turn apply on)"
else
    install -d -m 0700 -o "$user_name" -g "$group" -- "$home/.ssh"
    [[ -e $file ]] || install -m 0600 -o "$user_name" -g "$group" -- /dev/null "$file"
    [[ ! -s $file || -z $(tail -c 1 -- "$file") ]] || echo >> "$file"
    printf '%s\n' "$public_key" >> "$file"
    echo "result=added"
fi
