#!/usr/bin/env bash
# Sets up what is missing, builds Seq.sln and runs every test project, one after the other.
#
#   ./test.sh                                   all tests
#   ./test.sh FullyQualifiedName~BeamSearch     those the filter of `dotnet test` takes
#
# The last line reads `N passed, N failed`, with `, N skipped` when there are any.
# Exit code: 0 all passed, 1 a test failed or none ran, 2 something is missing that only the user can provide.
set -euo pipefail

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
cd "$root"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 ORT_DISABLE_TELEMETRY=1
hang=10m

bash eng/setup.sh --tests
bash eng/build.sh --all

filter=()
[[ -n ${1:-} ]] && filter=(--filter "$1")
results=$root/.deps/test-results
rm -rf "$results"
passed=0 failed=0 skipped=0

# count NAME: an attribute of the totals in the results file of the project at hand.
count() { sed -n "s/.*<Counters .*\b$1=\"\([0-9]*\)\".*/\1/p" "$trx"; }

for project in tests/*/*.csproj; do
    name=$(basename "$project" .csproj)
    trx=$results/$name.trx
    code=0
    printf '\n%s\n' "$name"
    dotnet test "tests/$name/bin/Release/net10.0/$name.dll" "${filter[@]}" --results-directory "$results" \
        --logger "trx;LogFileName=$name.trx" --logger 'console;verbosity=minimal' \
        --blame-hang-timeout "$hang" --blame-hang-dump-type none < /dev/null || code=$?

    broken=0
    if [[ -f $trx ]]; then
        broken=$(count failed)
        passed=$((passed + $(count passed)))
        skipped=$((skipped + $(count total) - $(count executed)))
    fi
    if ((code != 0 && broken == 0)); then
        printf '%s did not run to its end (exit code %d).\n' "$name" "$code"
        broken=1
    fi
    failed=$((failed + broken))
done

printf '\n'
((passed + failed)) || printf 'No test ran.\n'
if ((skipped)); then
    printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
else
    printf '%d passed, %d failed\n' "$passed" "$failed"
fi
((failed == 0 && passed > 0))
