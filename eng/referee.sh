#!/usr/bin/env bash
# Writes the outputs that Seq's searches are compared with: those of an independent search in Python, over models in PyTorch.
# Needs a Python 3 with torch and numpy (Debian: python3-torch); set PYTHON to choose another. See docs/referee.md.
#
#   eng/referee.sh            searches again, over the models in models/referee-*
#   eng/referee.sh --train    trains these models first; on another machine they, and so the outputs, become others
#   eng/referee.sh --random COUNT [SEED]
#                             searches with as many option combinations for each model, drawn at random by a seed (1), and compares at once
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
python=${PYTHON:-/usr/bin/python3}
export PYTHONDONTWRITEBYTECODE=1

# train NAME PRESET SEED [SETTING...]
train() {
    local name=$1 preset=$2 seed=$3 settings=()
    shift 3
    for setting in "$@"; do settings+=(--set "$setting"); done
    rm -rf "runs/$name" "models/$name"
    ./seq train "$preset" --out "runs/$name" --seed "$seed" --threads 1 "${settings[@]}"
    cp -r "runs/$name/best" "models/$name"
}

if [[ ${1:-} == --train ]]; then
    mkdir -p runs
    "$python" eng/referee/text.py runs/referee.txt 4000

    # Trained, but not to perfection: where a model is sure of everything, all searches find the same.
    pairs=(model.embedding=12 model.hidden=24 loss.label_smoothing=0.02 optimizer.weight_decay=0.01)
    train referee-seq2seq digits-attention 1 "${pairs[@]}" model.cell=lstm model.bidirectional=true model.attention=additive stop.samples=15000
    train referee-seq2seq-2 digits-attention 2 "${pairs[@]}" stop.samples=12000
    words=(data.source=runs/referee.txt data.batch_size=16 model.layers=1 model.embedding=12 model.dropout=0 model.variational_dropout=false
        average.kind=none average.decay=0.999 optimizer.learning_rate=0.01 threads=1)
    train referee-words char-lm 1 "${words[@]}" model.hidden=48 stop.epochs=12
    train referee-words-2 char-lm 2 "${words[@]}" model.hidden=24 model.cell=gru stop.epochs=8
fi

if [[ ${1:-} == --random ]]; then
    export SEQ_REFEREE_RANDOM=$PWD/runs/referee-random
    "$python" eng/referee/referee.py "$SEQ_REFEREE_RANDOM" "${2:?how many combinations}" "${3:-1}"
    exec dotnet test tests/Seq.Referee.Tests/Seq.Referee.Tests.csproj -c Release --nologo -v quiet --filter 'FullyQualifiedName~drawn_at_random'
fi

"$python" eng/referee/referee.py tests/Seq.Referee.Tests/Expected
"$python" eng/referee/referee.py tests/Seq.Referee.Tests/Expected/random 120 1
