#!/usr/bin/env bash
# Sets up what this checkout still lacks, each thing once, and says so in a line. `./seq` and `./test.sh` start with it.
#
#   eng/setup.sh           what building and running need
#   eng/setup.sh --tests   and what only the tests need
#
# Everything lands in .deps/, except Debian packages. docs/dependencies.md tells the whole story.
# Environment: SEQ_DEPENDENCIES=packages|system forces where the native engines come from; SEQ_FEED_TIMEOUT (seconds, 180).
# Exit code: 0 ready, 2 something is missing that only the user can provide.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
deps=$root/.deps
choice=$deps/dependencies.props
log=$deps/setup.log
tests=false
[[ ${1:-} == --tests ]] && tests=true
stamp=$deps/ready
$tests && stamp=$deps/ready-tests

say() { printf 'set-up: %s\n' "$*" >&2; }
fail() { printf 'set-up: %s\n' "$@" >&2; exit 2; }

# --- Fast path: nothing that set-up reads has changed since it last succeeded. ---------------------------------------

# Prints what set-up depends on: its own files, the forced choice, and when the system's libtorch was installed.
inputs() {
    (
        cd "$root"
        shopt -s nullglob
        printf '%s\n' "${SEQ_DEPENDENCIES:-}"
        stat -c '%n %Y' "$choice" /var/lib/dpkg/info/libtorch-dev*.list /var/lib/dpkg/info/libopenblas0-openmp*.list 2> /dev/null || true
        sha256sum eng/setup.sh eng/npm/* Directory.Packages.props global.json compat/TorchSharp/native/*
    )
}

if [[ -f $stamp ]] && command -v dotnet > /dev/null && [[ $(< "$stamp") == "$(inputs)" ]]; then
    exit 0
fi

# --- One set-up at a time. `-o`: what set-up starts must not keep the lock alive. ------------------------------------

mkdir -p "$deps"
if [[ -z ${SEQ_SETUP_LOCKED:-} ]] && command -v flock > /dev/null; then
    flock -n -o -E 75 "$deps/setup.lock" env SEQ_SETUP_LOCKED=1 bash "${BASH_SOURCE[0]}" "$@" && exit 0 || code=$?
    [[ $code == 75 ]] || exit "$code"
    say 'waiting for another set-up of this checkout'
    exec flock -o "$deps/setup.lock" env SEQ_SETUP_LOCKED=1 bash "${BASH_SOURCE[0]}" "$@"
fi
rm -f "$stamp"
: > "$log"

# run DESCRIPTION COMMAND...: says what is being done, hides its output, shows the end of it when it fails.
run() {
    local started=$SECONDS what=$1
    shift
    say "$what ..."
    if ! "$@" >> "$log" 2>&1 < /dev/null; then
        tail -n 25 "$log" >&2
        fail "failed: $what. The whole output is in $log"
    fi
    say "$what: done in $((SECONDS - started)) s"
}

# --- .NET ------------------------------------------------------------------------------------------------------------

require_dotnet() {
    command -v dotnet > /dev/null ||
        fail 'the .NET 10 SDK is missing: `dotnet` is not on the PATH.' 'Install it from https://dot.net/download (Linux: dotnet-install.sh --channel 10.0), then run this again.'
    local found
    found=$(cd "$root" && dotnet --version 2>&1) ||
        fail "no installed .NET SDK satisfies global.json ($(tr -d '\n' < "$root/global.json")):" "$found" 'Install the .NET 10 SDK from https://dot.net/download, then run this again.'
}

# --- Where TorchSharp and ONNX Runtime come from ---------------------------------------------------------------------

# pin PACKAGE: its version in Directory.Packages.props, as [1.2.3].
pin() {
    sed -n "s/.*Include=\"$1\" Version=\"\(\[[^\"]*\]\)\".*/\1/p" "$root/Directory.Packages.props"
}

# Sets `found` to packages, system or unreachable, by restoring the two pinned packages with the feeds and settings a build would use.
ask_the_feed() {
    local probe=$deps/feed-probe answer code=0
    rm -rf "$probe"
    mkdir -p "$probe"
    cat > "$probe/probe.csproj" << XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup>
    <PackageDownload Include="TorchSharp" Version="$(pin TorchSharp)" />
    <PackageDownload Include="Microsoft.ML.OnnxRuntime" Version="$(pin Microsoft.ML.OnnxRuntime)" />
  </ItemGroup>
</Project>
XML
    # Shields from the settings of this repository: the probe is no project of ours.
    printf '<Project />' | tee "$probe/Directory.Build.props" "$probe/Directory.Build.targets" > "$probe/Directory.Packages.props"
    answer=$(timeout "${SEQ_FEED_TIMEOUT:-180}" dotnet restore "$probe/probe.csproj" --nologo -nodeReuse:false 2>&1 < /dev/null) || code=$?
    printf '%s\n' "$answer" >> "$log"
    rm -rf "$probe"
    if ((code == 0)); then
        found=packages
    elif ((code == 124)) || ! grep -qE 'NU110[123]' <<< "$answer" || grep -qE 'NU130[0-9]' <<< "$answer"; then
        found=unreachable
    else
        found=system
    fi
}

remember() { # CHOICE REASON
    cat > "$choice.new" << XML
<Project>
  <!-- $2 Delete this file to ask the feed again. -->
  <PropertyGroup>
    <SeqDependencies Condition="'\$(SeqDependencies)' == ''">$1</SeqDependencies>
  </PropertyGroup>
</Project>
XML
    mv "$choice.new" "$choice"
}

choose_dependencies() {
    local pins
    pins="TorchSharp $(pin TorchSharp) and Microsoft.ML.OnnxRuntime $(pin Microsoft.ML.OnnxRuntime)"
    dependencies=$(sed -n "s/.*<SeqDependencies[^>]*>\([a-z]*\)<.*/\1/p" "$choice" 2> /dev/null || true)
    case ${SEQ_DEPENDENCIES:-} in
        packages | system)
            if [[ $dependencies != "$SEQ_DEPENDENCIES" ]]; then
                dependencies=$SEQ_DEPENDENCIES
                remember "$dependencies" 'Forced by SEQ_DEPENDENCIES.'
                say "native engines: $dependencies (forced by SEQ_DEPENDENCIES)"
            fi
            ;;
        '')
            # A forced choice stays until the file is deleted; an answer of the feed holds for the versions asked for.
            if [[ $dependencies =~ ^(packages|system)$ ]] && grep -qF -e 'Forced by' -e "$pins" "$choice"; then
                return
            fi
            say "asking the NuGet feed for $pins ..."
            ask_the_feed
            case $found in
                packages) remember packages "The NuGet feed has $pins." ;;
                system) remember system "The NuGet feed lacks $pins." ;;
                unreachable)
                    tail -n 5 "$log" >&2
                    fail 'the NuGet feed did not answer, so nothing was decided. Check the network and `dotnet nuget list source`, then run this again.' \
                        'Without a feed that has the packages: SEQ_DEPENDENCIES=system ./seq ... (docs/dependencies.md).'
                    ;;
            esac
            dependencies=$found
            if [[ $dependencies == packages ]]; then
                say 'native engines: from NuGet packages'
            else
                say 'native engines: not on the feed, so the system libtorch and the ONNX Runtime of an npm package'
            fi
            ;;
        *) fail "SEQ_DEPENDENCIES is '$SEQ_DEPENDENCIES'. Use packages, system, or leave it unset to ask the feed." ;;
    esac
}

# --- Debian packages -------------------------------------------------------------------------------------------------

installed() { [[ $(dpkg-query -W -f '${Status}' "$1" 2> /dev/null) == *'ok installed' ]]; }
offered() { [[ $(LC_ALL=C apt-cache policy "$1" 2> /dev/null) == *'Candidate: '[^\(]* ]]; }

# apt COMMAND...: as root, by sudo where needed; never asks a question nobody can answer.
apt() {
    local sudo=()
    if ((EUID != 0)); then
        sudo=(sudo)
        [[ -t 0 ]] || sudo=(sudo -n)
    fi
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 "$@"
}

can_install() { ((EUID == 0)) || { command -v sudo && { [[ -t 0 ]] || sudo -n true; }; } > /dev/null 2>&1; }

# debian WHY PACKAGE...: installs those that are not there. `name?` is wanted, but can be done without.
debian() {
    local why=$1 missing=() required=() package
    shift
    for package in "$@"; do
        installed "${package%\?}" || missing+=("$package")
    done
    for package in "${missing[@]}"; do
        [[ $package == *\? ]] || required+=("$package")
    done
    ((${#missing[@]})) || return 0
    if ! command -v apt-get > /dev/null || ! command -v dpkg-query > /dev/null; then
        fail "$why: needs what Debian and Ubuntu package as ${missing[*]%\?}, and this system has no apt-get." \
            'Use a NuGet feed that has the packages: SEQ_DEPENDENCIES=packages (docs/dependencies.md).'
    fi
    if ! can_install; then
        ((${#required[@]} == 0)) || fail "$why: installing ${required[*]} takes root. Run this, then start again:" \
            "  apt-get update && apt-get install -y --no-install-recommends ${missing[*]%\?}"
        say "$why: going on without ${missing[*]%\?}, since installing takes root"
        return 0
    fi
    if ! apt install --dry-run --no-install-recommends "${missing[@]%\?}" > /dev/null 2>&1 < /dev/null; then
        run 'reading the lists of Debian packages' apt update
    fi
    local chosen=()
    for package in "${missing[@]}"; do
        if offered "${package%\?}"; then
            chosen+=("${package%\?}")
        elif [[ $package == *\? ]]; then
            say "$why: going on without ${package%\?}, which apt-get does not know here"
        else
            fail "$why: apt-get does not know $package here. Add a source that has it, or use a NuGet feed that has the packages: SEQ_DEPENDENCIES=packages (docs/dependencies.md)."
        fi
    done
    ((${#chosen[@]} == 0)) || run "$why: installing ${chosen[*]} (a few minutes)" apt install -y --no-install-recommends "${chosen[@]}"
}

libtorch() {
    # libopenblas0-openmp: one thread pool for libtorch and OpenBLAS; two of them fight for the cores (docs/dependencies.md).
    local wanted=(libtorch-dev 'libopenblas0-openmp?')
    command -v "${CXX:-g++}" > /dev/null || wanted+=(g++)
    debian 'libtorch' "${wanted[@]}"
    local blas
    blas=$(readlink -f /etc/alternatives/libblas.so.3-x86_64-linux-gnu || true)
    [[ $blas == *openblas-openmp* ]] ||
        say "libtorch: this system's BLAS is ${blas:-unknown}; training is faster with OpenBLAS for OpenMP (docs/dependencies.md)"
}

# What .NET links native code with.
linker() {
    command -v clang > /dev/null || command -v gcc > /dev/null || debian 'the linker of native code' gcc
}

# An independent judge of the graphs at opset 17; its tests say so and check less where it is missing.
onnx_checker() {
    if command -v apt-get > /dev/null && command -v dpkg-query > /dev/null; then
        debian 'the checker of ONNX files' 'python3-onnx?'
    fi
}

# --- npm package -----------------------------------------------------------------------------------------------------

npm_packages() {
    local target=$deps/npm node=() what=$1
    shift
    command -v node > /dev/null || node+=(nodejs)
    command -v npm > /dev/null || node+=(npm)
    ((${#node[@]} == 0)) || debian 'Node.js' "${node[@]}"
    # The list of what was asked for is written last, so a broken-off installation counts as none.
    local asked
    asked="$what $(sha256sum < "$root/eng/npm/package-lock.json")"
    if [[ -f $target/installed ]] && { grep -qxF "$asked" "$target/installed" || grep -qxF "${asked/build/tests}" "$target/installed"; }; then
        return
    fi
    mkdir -p "$target"
    rm -f "$target/installed"
    cp "$root/eng/npm/package.json" "$root/eng/npm/package-lock.json" "$root/eng/npm/.npmrc" "$target/"
    run "npm packages for the $what, into .deps/npm" npm ci --prefix "$target" --ignore-scripts --no-audit --no-fund "$@"
    printf '%s\n' "$asked" > "$target/installed"
}

# --- The C++ shim between the TorchSharp stand-in and libtorch -------------------------------------------------------

shim() {
    local target=$deps/native built
    built=$(cd "$root" && sha256sum compat/TorchSharp/native/* && dpkg-query -W -f '${Version}\n' libtorch-dev 2> /dev/null || true)
    if [[ -f $target/libSeqTorch.so && -f $target/built-from && $(< "$target/built-from") == "$built" ]]; then
        return
    fi
    mkdir -p "$target"
    rm -f "$target/built-from"
    run 'compiling the libtorch shim (10 to 60 s)' bash "$root/compat/TorchSharp/native/build.sh" "$target"
    [[ -f $target/libSeqTorch.so ]] || fail "compat/TorchSharp/native/build.sh left no libSeqTorch.so in $target. Its output is in $log"
    printf '%s\n' "$built" > "$target/built-from"
}

# --- In order --------------------------------------------------------------------------------------------------------

require_dotnet
choose_dependencies
if [[ $dependencies == system ]]; then
    [[ $(uname -sm) == 'Linux x86_64' ]] ||
        fail "the stand-ins run on Linux x86-64 only, and this is $(uname -sm). Use a NuGet feed that has the packages: SEQ_DEPENDENCIES=packages (docs/dependencies.md)."
    libtorch
fi
if $tests; then
    npm_packages tests
    onnx_checker
    linker
elif [[ $dependencies == system ]]; then
    npm_packages build --omit=dev
fi
if [[ $dependencies == system ]]; then
    shim
fi
inputs > "$stamp.new"
mv "$stamp.new" "$stamp"
