#!/usr/bin/env bash
# Trains presets and puts a row for each into docs/results.md: the metrics of the best checkpoint on the test part, and the time it took.
#
#   eng/results.sh PRESET...             trains, or goes on where a training was stopped, then measures
#   eng/results.sh PRESET -- OPTIONS     the same with options of `seq train`, such as --set stop.epochs=3 or --threads 1
#
# Runs are in runs/PRESET; a complete one is only measured again. SEQ_DATA names a folder with data sets, as for `seq train`.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
page=$root/docs/results.md
presets=() options=()
while (($#)); do
    if [[ $1 == -- ]]; then
        shift
        options=("$@")
        break
    fi
    presets+=("$1")
    shift
done
((${#presets[@]})) || { sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }

for preset in "${presets[@]}"; do
    run=$root/runs/$preset
    arguments=("$preset" --out "$run")
    if [[ -f $run/checkpoint/checkpoint.json ]]; then
        arguments+=(--resume)
    else
        arguments+=("${options[@]}")
    fi
    nice -n 19 "$root/seq" train "${arguments[@]}"
    row=$(nice -n 19 "$root/seq" eval "$run" --best --row)
    printf '%s\n' "$row"

    # The row takes the place of the preset's last one, or stands at the end of the table.
    awk -v row="$row" -v key="| \`$preset\` |" '
        /^<!-- rows of eng\/results.sh -->$/ { inside = 1 }
        inside && index($0, key) == 1 { print row; done = 1; next }
        inside && /^<!-- end of rows -->$/ { if (!done) print row; inside = 0 }
        { print }
    ' "$page" > "$page.new"
    mv "$page.new" "$page"
done
