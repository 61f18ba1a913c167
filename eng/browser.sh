#!/usr/bin/env bash
# Decodes inside the graph by ONNX Runtime from C#, in Node and in headless Chromium, and compares tokens and scores with Seq.Decoding. docs/browser.md has the result.
#
#   eng/browser.sh [N]       N (1,000) inputs for each of generate-greedy, generate-beam and generate-sample
#
# Needs Chromium (Debian: `apt-get install chromium`); CHROMIUM names another executable.
# Exit code: 0 all hosts agree, 1 one does not, 2 something is missing.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 ORT_DISABLE_TELEMETRY=1
if ! command -v "${CHROMIUM:-chromium}" > /dev/null; then
    printf 'browser: there is no %s on the PATH. Install Chromium, or name it: CHROMIUM=/path/to/chrome eng/browser.sh\n' "${CHROMIUM:-chromium}" >&2
    exit 2
fi
bash "$root/eng/setup.sh" --tests
dotnet build "$root/tests/Seq.Trials/Seq.Trials.csproj" -c Release -v:quiet -nologo -clp:NoSummary -nodeReuse:false >&2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
dotnet "$root/tests/Seq.Trials/bin/Release/net10.0/Seq.Trials.dll" browser "$folder" "${1:-1000}"
