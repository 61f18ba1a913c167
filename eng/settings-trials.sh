#!/usr/bin/env bash
# Draws settings at random for presets in their smoke form. What a training does not refuse by name must train, evaluate, export, verify, pass parity and answer.
#
#   eng/settings-trials.sh         100 trainings
#   eng/settings-trials.sh 500     as many as that
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export SEQ_SETTINGS_TRIALS=${1:-100} OMP_NUM_THREADS=1
exec nice -n 19 dotnet test "$root/tests/Seq.Cli.Tests/Seq.Cli.Tests.csproj" -c Release --nologo -v quiet --filter 'FullyQualifiedName~RandomSettingsTests'
