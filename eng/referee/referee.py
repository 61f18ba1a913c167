"""Decodes with option combinations and writes the outputs to a folder, one file per model.

python3 referee.py OUT                  those of cases.py, on all inputs
python3 referee.py OUT COUNT SEED       as many drawn at random for each model, on some inputs each

Each input is searched in float64 and in float32. It is left out of a case when float64 came closer than MARGIN to another
decision, for then rounding may rightly choose differently.
"""

import json
import os
import random
import sys

import numpy as np
import torch

import cases
import random_cases
from composed import compose
from search import Margin, Row, score, search
from weights import Input, load

MARGIN = 1e-4
RANDOM_INPUTS = 6
MODELS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "models")

# Spelled digits, and what the model was never shown: misspelled ones, other words, more of them.
SOURCES = """one two five
three one four one five nine
seven
zero zero zero zero
nine eight seven six five four three two one zero
two two four four
six six six
eight three five seven one
four zero two
five five zero one
one
nine one one
thre fuor
sevn eigt nne
one hundred
twenty three
oneone two
two  two
five four three two one zero one two three four five six
nein
a
zz zz zz
fivefour
six eleven twelve
three point one four
ten nine eight
t w o
zero one zero one zero one""".split("\n")

PROMPTS = """
the
a
the old
my
the cat
the captain saw
when the dog ran,
a small boat found
the white whale sang
if my river slept, the
the bird of the garden
a horse went away, but
the quick
as the grey
the house by the
my captain liked
the dog sang, and my
a brave bird of the
the boat in my
when a whale
a grey cat followed the
the horse came home, while
my garden
while
the old captain of the boat
and the
slept. the""".split("\n")


def read_vocabulary(folder, side):
    with open(os.path.join(folder, f"{side}.vocab.json"), encoding="utf-8") as file:
        return json.load(file)["tokens"]


def names_of(kind):
    return [os.path.join(MODELS, name) for name in (f"referee-{kind}", f"referee-{kind}-2")]


def targets_of(count, vocabulary, ends):
    """Sequences of no meaning; every other one has an end token, and one is nothing but that."""
    tokens = [token for token in range(vocabulary) if token not in ends]
    targets = [[tokens[(7 * i + 3 * step * step) % len(tokens)] for step in range(2 + i % 5)] + ends[:1] * (i % 2) for i in range(count)]
    targets[4] = ends[:1]
    return targets


def decode(case, sources, members, keys, targets):
    """The hypotheses of each input with their margins."""
    composition = case.get("composition")
    for key, source in zip(keys, sources):
        row = Row(compose([Input.of(member, source) for member in members], composition), case, key,
                  case["prefixes"][key] if "prefixes" in case else None, case["max_lengths"][key] if "max_lengths" in case else None)
        margin = Margin()
        yield (score(row, targets[key]) if "score" in case else search(row, margin)), margin.least


def write_hypothesis(hypothesis, ends):
    *tokens, last = hypothesis["tokens"]
    ended = hypothesis["reason"] == "EndToken"
    return {
        "tokens": tokens if ended else [*tokens, last], "end": last if ended else None, "reason": hypothesis["reason"],
        "log_probability": write_number(hypothesis["log_probability"]), "score": write_number(hypothesis["score"]),
    }


def write_number(number):
    return float(f"{number:.8g}") if np.isfinite(number) else "-Infinity"


def referee(kind, texts, words, out, drawn):
    folders = names_of(kind)
    models = {dtype: [load(folder, dtype) for folder in folders] for dtype in (torch.float64, torch.float32)}
    vocabulary = read_vocabulary(folders[0], "source")
    ids = {token: i for i, token in enumerate(vocabulary)}
    sources = [[ids.get(token, 0) for token in (text if kind == "seq2seq" else text.split())] for text in texts]
    size = len(read_vocabulary(folders[0], "target"))
    targets = targets_of(len(sources), size, words["ends"])
    written, dropped, differing = [], 0, []
    for name, options in random_cases.cases(kind, words, size, len(sources), *drawn) if drawn else getattr(cases, kind)(words):
        case = {"end_tokens": words["ends"], "max_length": words["max_length"], **options}
        if case.pop("per_input", False):
            case["prefixes"] = [[words["often"][key % 6], words["often"][key * key % 5]] for key in range(len(sources))]
            case["max_lengths"] = [4 + key % 7 for key in range(len(sources))]
        members = len(folders) if "composition" in case else 1
        keys = sorted(random.Random(name).sample(range(len(sources)), RANDOM_INPUTS)) if drawn else range(len(sources))
        chosen = [sources[key] for key in keys]
        exact = list(decode(case, chosen, models[torch.float64][:members], keys, targets))
        single = list(decode(case, chosen, models[torch.float32][:members], keys, targets))
        expected = []
        for key, (found, margin), (again, _) in zip(keys, exact, single):
            if margin < MARGIN:
                dropped += 1
            elif [(h["tokens"], h["reason"]) for h in found] != [(h["tokens"], h["reason"]) for h in again]:
                differing.append(f"{name}, input {key}")
            else:
                expected.append({"input": key, "hypotheses": [write_hypothesis(hypothesis, case["end_tokens"]) for hypothesis in found]})
        if not drawn and len(expected) < 20:
            raise SystemExit(f"{kind}, {name}: only {len(expected)} inputs have a margin.")
        if expected:
            written.append({"name": name, "options": case, "expected": expected})
        if not drawn:
            print(f"{kind}: {name}: {len(expected)} inputs, least margin {min(margin for _, margin in exact if margin >= MARGIN):.1e}", flush=True)
    if differing:
        raise SystemExit(f"{kind}: float32 found otherwise where float64 had a margin: {differing}")
    total = sum(len(case["expected"]) for case in written)
    dead = sum(not entry["hypotheses"] for case in written for entry in case["expected"])
    print(f"{kind}: {len(written)} option combinations, {total} decodes, {dead} of them without a possible output; {dropped} left out for a margin below {MARGIN}")
    with open(os.path.join(out, f"{kind}.json"), "w", encoding="utf-8", newline="\n") as file:
        file.write('{"models": ' + json.dumps([os.path.basename(folder) for folder in folders]) + ', "sources": ' + json.dumps(sources) + ',\n"cases": [\n')
        file.write(",\n".join(write_case(case) for case in written) + "\n]}\n")


def write_case(case):
    """A line for the options, and one for each input."""
    head = json.dumps({"name": case["name"], "options": case["options"]})
    return head[:-1] + ', "expected": [\n' + ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in case["expected"]) + "]}"


def main(out, *drawn):
    torch.set_grad_enabled(False)
    torch.set_num_threads(1)
    os.makedirs(out, exist_ok=True)
    drawn = [int(number) for number in drawn]
    referee("seq2seq", SOURCES, {"ends": [10], "often": [1, 2, 5, 4, 3, 0], "stops": [[1, 2], [5], [4, 4]], "max_length": 14}, out, drawn)
    names = read_vocabulary(names_of("words")[0], "target")
    token = names.index
    referee("words", PROMPTS, {
        "ends": [i for i, name in enumerate(names) if name.endswith((".", ","))],
        "often": [token(name) for name in ("the", "a", "cat", "garden", "quick", "my")],
        "stops": [[token("the"), token("cat")], [token("by")], [token("the"), token("small"), token("boat")]],
        "max_length": 12,
    }, out, drawn)


main(*sys.argv[1:])
