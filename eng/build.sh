#!/usr/bin/env bash
# Builds in Release, in silence unless it fails.
#
#   eng/build.sh           the `seq` command, unless nothing has changed since its last build
#   eng/build.sh --all     Seq.sln
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
stamp=$root/.deps/built
log=$root/.deps/build.log
project=src/Seq.Cli/Seq.Cli.csproj
what='the seq command'
[[ ${1:-} == --all ]] && project=Seq.sln what=Seq.sln

# Name, time and size of every file the command is built from, and the switch that changes what is built from them.
sources() {
    (
        cd "$root"
        printf 'Cuda=%s\n' "${Cuda:-}"
        find src compat eng .editorconfig Directory.* global.json .deps/dependencies.props .deps/native .deps/npm/installed \
            \( -name bin -o -name obj \) -prune -o -type f -printf '%p %T@ %s\n' 2> /dev/null | sort
    )
}

now=$(sources | sha256sum)
if [[ $project != Seq.sln && -f $root/src/Seq.Cli/bin/Release/net10.0/seq.dll && -f $stamp && $(< "$stamp") == "$now" ]]; then
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
