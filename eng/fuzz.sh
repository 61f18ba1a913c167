#!/usr/bin/env bash
# Damages bundles and opens each in a process of its own: a typed error or a decode, never a crash, a hang or unbounded memory. docs/fuzz.md has the result.
#
#   eng/fuzz.sh [N [SEED]]          the first N (100,000) damaged bundles of a seed (1); what .deps/fuzz has of them is not done again
#   eng/fuzz.sh case I FOLDER [SEED]   writes one of them, to look at it
#
# Prints a table in Markdown. Exit code: 0 every promise kept, 1 one broken, 2 something is missing.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 ORT_DISABLE_TELEMETRY=1
bash "$root/eng/setup.sh"
dotnet build "$root/tests/Seq.Trials/Seq.Trials.csproj" -c Release -v:quiet -nologo -clp:NoSummary -nodeReuse:false >&2
trials=$root/tests/Seq.Trials/bin/Release/net10.0/Seq.Trials.dll
if [[ ${1:-} == case ]]; then
    exec dotnet "$trials" fuzz-case "${@:2}"
fi
exec nice -n 19 dotnet "$trials" fuzz "${1:-100000}" "$root/.deps/fuzz" "${2:-1}" "$(nproc)"
