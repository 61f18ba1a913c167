#!/usr/bin/env bash
# Draws models at random, exports them, compares each with TorchSharp in every form, and writes docs/parity-matrix.md.
#
#   eng/parity-matrix.sh           420 models
#   eng/parity-matrix.sh 1000      as many as that
#
# It can be stopped and started again: models that are in .deps/parity-matrix.jsonl are not run again. Delete that file after a change of the code.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export SEQ_PARITY_MODELS=${1:-420}
export SEQ_PARITY_LOG=${SEQ_PARITY_LOG:-$root/.deps/parity-matrix.jsonl}
export SEQ_PARITY_TABLE=$root/docs/parity-matrix.md
export OMP_NUM_THREADS=1

nice -n 19 dotnet test "$root/tests/Seq.Parity.Tests/Seq.Parity.Tests.csproj" --nologo -v quiet \
    --filter 'FullyQualifiedName~Models_drawn_at_random' --logger 'console;verbosity=normal'
