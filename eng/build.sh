#!/usr/bin/env bash
# Builds in Release, in silence unless it fails.
#
#   eng/build.sh           the `seq` command, unless nothing has changed since its last build
#   eng/build.sh --bench   bench/Seq.Bench, unless nothing has changed since its last build
#   eng/build.sh --all     Seq.sln
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
stamp=$root/.deps/built
log=$root/.deps/build.log
project=src/Seq.Cli/Seq.Cli.csproj
program=src/Seq.Cli/bin/Release/net10.0/seq.dll
what='the seq command'
folders=(src compat eng)
case ${1:-} in
    --all) project=Seq.sln program='' what=Seq.sln ;;
    --bench)
        project=bench/Seq.Bench/Seq.Bench.csproj program=bench/Seq.Bench/bin/Release/net10.0/seq-bench.dll what='the bench'
        stamp+=-bench folders+=(bench)
        ;;
esac

# Name, time and size of every file the program is built from, and the switch that changes what is built from them.
sources() {
    (
        cd "$root"
        printf 'Cuda=%s\n' "${Cuda:-}"
        find "${folders[@]}" .editorconfig Directory.* global.json .deps/dependencies.props .deps/native .deps/npm/installed \
            \( -name bin -o -name obj \) -prune -o -type f -printf '%p %T@ %s\n' 2> /dev/null | sort
    )
}

now=$(sources | sha256sum)
if [[ -n $program && -f $root/$program && -f $stamp && $(< "$stamp") == "$now" ]]; then
    exit 0
fi

# One build at a time; no build server is left holding the caller's terminal or pipe.
if [[ -z ${SEQ_BUILD_LOCKED:-} ]] && command -v flock > /dev/null; then
    exec flock -o "$root/.deps/build.lock" env SEQ_BUILD_LOCKED=1 bash "${BASH_SOURCE[0]}" "$@"
fi

rm -f "$stamp"
started=$SECONDS
printf 'build: %s ...\n' "$what" >&2
if ! dotnet build "$root/$project" -c Release -m:2 -nodeReuse:false -nologo -v:quiet -clp:NoSummary > "$log" 2>&1 < /dev/null; then
    # Each error once: MSBuild repeats it for every project that waits for the failed one.
    grep -E 'error|warning' "$log" | sort -u | head -n 40 >&2 || tail -n 40 "$log" >&2
    printf 'build: failed. The whole output is in %s\n' "$log" >&2
    exit 1
fi
printf 'build: %s: done in %d s\n' "$what" $((SECONDS - started)) >&2
printf '%s\n' "$now" > "$stamp"
