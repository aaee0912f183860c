#!/usr/bin/env bash
# Accounts whose shell lets them in.
set -euo pipefail

password_state() { # user
    local hash
    if ! hash=$(getent shadow "$1" 2> /dev/null | cut -d : -f 2); then
        echo unknown
        return
    fi
    case $hash in
        '') echo EMPTY ;;
        '!'* | '*'*) echo locked ;;
        *) echo set ;;
    esac
}

sudo_rules=$(cat /etc/sudoers /etc/sudoers.d/* 2> /dev/null | grep -vE '^[[:space:]]*(#|$|Defaults|@)' || true)

sudo_state() { # user, groups
    local group
    if grep -qE "^${1}[[:space:]]" <<< "$sudo_rules"; then
        echo yes
        return
    fi
    for group in $2; do
        if grep -qE "^%${group}[[:space:]]" <<< "$sudo_rules"; then
            echo "by group $group"
            return
        fi
    done
    echo no
}

printf 'user\tuid\tshell\tpassword\tsudo\tgroups\n'
getent passwd | sort -t : -k 3,3n | while IFS=: read -r user _ uid _ _ _ shell; do
    case $shell in
        */nologin | */false | */sync | */halt | */shutdown) continue ;;
    esac
    groups=$(id -nG -- "$user" 2> /dev/null || true)
    rights=root
    [[ $uid == 0 ]] || rights=$(sudo_state "$user" "$groups")
    printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$user" "$uid" "${shell:--}" "$(password_state "$user")" "$rights" "$groups"
done
