#!/usr/bin/env bash
# Checksums of files, without times, so that equal machines give equal output.
set -euo pipefail

printf 'sha256\tbytes\tmode\towner\tfile\n'
while IFS= read -r pattern; do
    [[ -n $pattern ]] || continue
    while IFS= read -r file; do
        if [[ ! -e $file ]]; then
            printf 'absent\t-\t-\t-\t%s\n' "$file"
        elif [[ ! -f $file || ! -r $file ]]; then
            printf 'unreadable\t-\t%s\t-\t%s\n' "$(stat -c %a -- "$file")" "$file"
        else
            printf '%s\t%s\t%s\n' "$(sha256sum -- "$file" | cut -d ' ' -f 1)" \
                "$(stat -c $'%s\t%a\t%U:%G' -- "$file")" "$file"
        fi
    done < <(compgen -G "$pattern" || echo "$pattern")
done << 'END_OF_FILES'
{{files}}
END_OF_FILES
