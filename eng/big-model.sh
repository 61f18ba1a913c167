#!/usr/bin/env bash
# Generates a language model with 2.5 GB of weights, exports it, opens the bundle and generates with it, each in a process of its own; docs/deploy.md has the result.
#
#   eng/big-model.sh [FOLDER]      the files lie below FOLDER (.deps), and need 5 GB for as long as it runs
#
# Prints a table in Markdown. Exit code: 0 when the log-probabilities are those of a float64 reference.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 ORT_DISABLE_TELEMETRY=1
bash "$root/eng/setup.sh"
dotnet build "$root/tests/Seq.Trials/Seq.Trials.csproj" -c Release -v:quiet -nologo -clp:NoSummary -nodeReuse:false >&2
folder=$(mktemp -d "${1:-$root/.deps}/big-model.XXXX")
trap 'rm -rf "$folder"' EXIT
printf '| stage | time | peak memory | what |\n|---|--:|--:|---|\n'
for stage in write export step; do
    nice -n 10 dotnet "$root/tests/Seq.Trials/bin/Release/net10.0/Seq.Trials.dll" big-model "$stage" "$folder"
done
