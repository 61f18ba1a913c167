"""Option combinations drawn at random: each option by itself, at any value, together with any other that it has a meaning with."""

import math
import random


def penalty(draw):
    kind = draw.choice(["average", "power", "gnmt"])
    return {"kind": kind, "weight": 1 if kind == "average" else round(draw.uniform(-1, 2), 2)}


def sampling(draw):
    options = {"seed": draw.randrange(2 ** 64)}
    filters = {
        "temperature": lambda: round(draw.uniform(0.3, 3), 2), "top_k": lambda: draw.randrange(2, 12), "top_p": lambda: round(draw.uniform(0.3, 0.99), 2),
        "min_p": lambda: round(draw.uniform(0.01, 0.5), 3), "typical_p": lambda: round(draw.uniform(0.2, 0.95), 2),
        "epsilon": lambda: round(draw.uniform(0.001, 0.2), 3), "eta": lambda: round(draw.uniform(0.001, 0.2), 3),
    }
    options.update({name: value() for name, value in filters.items() if draw.random() < 0.3})
    if len(options.keys() - {"seed", "temperature"}) == 0 and draw.random() < 0.2:
        options["mirostat"] = {"target_surprise": round(draw.uniform(0.3, 3), 2), "learning_rate": round(draw.uniform(0.05, 1), 2)}
    return options


def processors(draw, case, tokens):
    def some(most):
        return [draw.choice(tokens) for _ in range(draw.randint(1, most))]

    kinds = {
        "repetition": lambda: {"theta": round(draw.uniform(1.01, 2), 2)},
        "presence": lambda: {"alpha": round(draw.uniform(-0.5, 1), 2)},
        "frequency": lambda: {"alpha": round(draw.uniform(-0.3, 0.8), 2)},
        "no_repeat": lambda: {"size": draw.randint(1, 3)},
        "suppress": lambda: {"tokens": sorted(set(some(3)))},
        "suppress_sequences": lambda: {"sequences": [some(3) for _ in range(draw.randint(1, 3))]},
        "bias": lambda: (lambda of: {"tokens": of, "biases": [round(draw.uniform(-2, 2), 2) for _ in of]})(sorted(set(some(4)))),
        "forced_prefix": lambda: {"tokens": some(min(3, case["max_length"]))},
        "soft_prefix": lambda: {"tokens": some(4), "beta": round(draw.uniform(0.05, 0.9), 2)},
        "allowed": lambda: {
            "steps": [sorted(set(some(6) + case["end_tokens"][:draw.randint(0, 1)])) for _ in range(draw.randint(2, 5))], "cyclic": draw.random() < 0.5},
        "must_contain": lambda: {
            "sequences": [some(2) for _ in range(draw.randint(1, min(2, case["max_length"] // 2)))], "end_tokens": case["end_tokens"], "max_length": case["max_length"],
            "bias": round(draw.uniform(0, 1), 2), "ordered": draw.random() < 0.5},
    }
    drawn = [{"kind": kind, **kinds[kind]()} for kind in draw.sample(sorted(kinds), draw.choice([0, 0, 1, 1, 2, 3]))]
    return sorted(drawn, key=lambda rule: rule["kind"] == "allowed")  # Rules that put a token in by force may not stand behind what allows tokens.


def search(draw, case):
    kind = draw.choice(["greedy", "alternatives", "beam", "beam", "beam", "groups", "sampling", "sampling", "stochastic", "score"])
    if kind == "alternatives":
        case.update(alternatives_at=draw.randrange(min(5, case["max_length"])), hypothesis_count=draw.randint(2, 6))
    elif kind in ("beam", "stochastic"):
        case["beam_size"] = draw.randint(2, 12)
        case["hypothesis_count"] = draw.randint(1, case["beam_size"])
    elif kind == "groups":
        groups, size = draw.randint(2, 4), draw.randint(1, 4)
        case.update(beam_size=groups * size, beam_groups=groups, diversity_penalty=round(draw.uniform(0.1, 2), 2), hypothesis_count=draw.randint(1, groups * size))
    elif kind == "sampling":
        case.update(sampling=sampling(draw), hypothesis_count=draw.randint(1, 4))
    elif kind == "score":
        case["score"] = True
    if kind == "stochastic":
        case["stochastic_beam"] = {"seed": draw.randrange(2 ** 64)}
    if kind in ("beam", "groups"):
        case["early_stopping"] = draw.choice(["WhenNoBetterPossible", "WhenBeamFull", "Heuristic"])
        if case["early_stopping"] == "WhenBeamFull" and draw.random() < 0.5:
            size, groups = case["beam_size"], case.get("beam_groups", 1)
            case["patience"] = round(draw.uniform(0.3, 2.5), 2)
            case["hypothesis_count"] = min(case["hypothesis_count"], groups * max(1, math.floor(size // groups * case["patience"] + 0.5)))
    return kind


def composition(draw, kind):
    if kind == "words" and draw.random() < 0.5:
        return {"kind": "fusion", "weight": round(draw.uniform(0.02, 0.8), 2)}
    return {"kind": "ensemble", "average": draw.choice(["Probability", "LogProbability"]), "weights": [round(draw.uniform(0.2, 3), 2), round(draw.uniform(0.2, 3), 2)]}


def per_input(draw, case, tokens, inputs):
    """A maximum length and, if it is drawn so, a forced prefix for each input."""
    case["max_lengths"] = [draw.randint(1, case["max_length"]) for _ in range(inputs)]
    case["min_length"] = min(case.get("min_length", 0), min(case["max_lengths"]))
    if draw.random() < 0.5:
        case["prefixes"] = [[draw.choice(tokens) for _ in range(draw.randint(1, min(3, most)))] for most in case["max_lengths"]]


def cases(kind, words, vocabulary, inputs, count, seed):
    """Pairs of a name and options, the same ones for the same seed."""
    for number in range(count):
        draw = random.Random(f"{kind} {seed} {number}")
        case = {"end_tokens": list(words["ends"]), "max_length": draw.randint(2, words["max_length"])}
        if draw.random() < 0.2:
            case["end_tokens"].append(draw.choice(words["often"]))
        name = search(draw, case)
        tokens = [token for token in [*words["often"] * 3, *range(vocabulary)] if token not in case["end_tokens"]]
        case["processors"] = processors(draw, case, tokens)
        if draw.random() < 0.3:
            case["min_length"] = draw.randint(1, case["max_length"])
        if draw.random() < 0.5:
            case["length_penalty"] = penalty(draw)
        if draw.random() < 0.2 and name != "score":
            case["stop_sequences"] = [[draw.choice(tokens) for _ in range(draw.randint(1, 3))] for _ in range(draw.randint(1, 3))]
        if draw.random() < 0.15:
            case["composition"] = composition(draw, kind)
        if kind == "seq2seq":
            if draw.random() < 0.25:
                case["coverage_penalty"] = {"kind": draw.choice(["wu", "summary"]), "weight": round(draw.uniform(0.05, 1), 2)}
            if draw.random() < 0.15 and name != "score" and all(rule["kind"] not in ("must_contain", "forced_prefix") for rule in case["processors"]):
                case["max_length_ratio"] = round(draw.uniform(0.1, 1), 2)
                if draw.random() < 0.5:
                    case["min_length_ratio"] = round(draw.uniform(0.05, case["max_length_ratio"]), 2)
        if draw.random() < 0.1 and name not in ("score", "alternatives") and "max_length_ratio" not in case and not any(
                rule["kind"] in ("must_contain", "forced_prefix", "allowed") for rule in case["processors"]):
            per_input(draw, case, tokens, inputs)
        yield f"{kind} {seed}/{number}: {name}", case
