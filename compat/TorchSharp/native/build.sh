#!/usr/bin/env bash
# Builds libSeqTorch.so, the C interface of the TorchSharp stand-in, against the system's libtorch: build.sh OUTPUT_DIRECTORY
set -euo pipefail

if [ $# -ne 1 ]; then
  echo "usage: build.sh OUTPUT_DIRECTORY" >&2
  exit 2
fi

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
mkdir -p "$1"
target="$1/libSeqTorch.so"

# Compiled beside the target and renamed, so that an interrupted build leaves no half-written library.
"${CXX:-g++}" -O2 -std=c++17 -shared -fPIC -fvisibility=hidden -Wno-deprecated-declarations \
  "$here/seq_torch.cpp" -o "$target.part" -ltorch -ltorch_cpu -lc10
mv -f "$target.part" "$target"
echo "$target"
