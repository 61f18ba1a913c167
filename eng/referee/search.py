"""Search as Seq documents it, in the plainest form: a hypothesis is its tokens, and a model is a function of them.

Each function takes an input (logits and attention after any prefix), options, and a Margin, and returns hypotheses, best first; those for which
the rules leave no token to go on with are not among them.
"""

import math

import numpy as np

import rules
from sampling import Absorb, draw

NEVER = -np.inf


class Margin:
    """How far a search was from deciding otherwise, in nats or in shares of probability: the least distance of all its decisions."""

    def __init__(self):
        self.least = math.inf

    def saw(self, distance):
        self.least = min(self.least, abs(distance))


class Row:
    """What belongs to one input of a case."""

    def __init__(self, source, options, key=0, prefix=None, max_length=None):
        self.source, self.options, self.key = source, options, key
        self.rules = list(options.get("processors", []))
        if prefix:
            self.rules.append({"kind": "forced_prefix", "tokens": prefix})
        self.ends = options["end_tokens"]
        self.most = max_length or options["max_length"]
        self.least = options.get("min_length", 0)
        if "max_length_ratio" in options:
            self.most = max(1, min(self.most, math.ceil(options["max_length_ratio"] * source.source_length)))
        if "min_length_ratio" in options:
            self.least = min(self.most, max(self.least, math.ceil(options["min_length_ratio"] * source.source_length)))
        self.last_rule = {"kind": "min_length", "length": self.least, "tokens": self.ends}

    def logits(self, prefix):
        return rules.apply([*self.rules, self.last_rule], prefix, self.source.logits(prefix))

    def log_probabilities(self, prefix):
        logits = self.logits(prefix)
        if np.all(logits == NEVER):
            return logits
        mass = np.logaddexp.reduce(self.source.logits(prefix)) if self.source.counts_as_is else 0.0
        return logits - np.logaddexp.reduce(logits) + mass

    def is_at_an_end(self, prefix):
        """Whether the rules leave no token."""
        return np.all(self.logits(prefix) == NEVER)

    def reason(self, tokens):
        """Why a hypothesis ends with its last token; None when it goes on."""
        if tokens[-1] in self.ends:
            return "EndToken"
        if any(list(tokens[-len(stop):]) == stop for stop in self.options.get("stop_sequences", [])):
            return "Stopped"
        if rules.completes(self.rules, tokens):
            return "Constraint"
        return "Length" if len(tokens) == self.most else None

    def hypothesis(self, tokens, logs, reason):
        total = 0.0
        for log in logs:
            total += log
        coverage = self.coverage(tokens)
        return {"tokens": tokens, "reason": reason, "log_probability": total, "score": total / self.divisor(len(tokens)) + coverage}

    def divisor(self, length):
        kind, alpha = self.options.get("length_penalty", {"kind": "none", "weight": 0}).values()
        return {"none": 1.0, "average": float(length), "power": length ** alpha, "gnmt": ((5 + length) / 6) ** alpha}[kind] if length else 1.0

    def coverage(self, tokens):
        kind, beta = self.options.get("coverage_penalty", {"kind": "none", "weight": 0}).values()
        if kind == "none":
            return 0.0
        looks = sum(self.source.attention(tokens[:step]) for step in range(len(tokens)))
        if kind == "wu":
            return beta * float(np.sum(np.log(np.minimum(np.maximum(looks, 2.0 ** -149), 1.0))))
        return -beta * float(np.sum(np.maximum(looks, 1.0) - 1.0))


def ranked(hypotheses, count, margin):
    """The best by score, equal ones in their order."""
    hypotheses = sorted(hypotheses, key=lambda hypothesis: -hypothesis["score"])
    for better, worse in zip(hypotheses[:count], hypotheses[1:]):
        margin.saw(better["score"] - worse["score"])
    return hypotheses[:count]


def greedy(row, margin):
    part = row.options.get("alternatives_at")
    under_way, found = [((), [])], []
    for step in range(row.most):
        going = []
        for tokens, logs in under_way:
            for token, log in likeliest(row.log_probabilities(tokens), row.options["hypothesis_count"] if step == part else 1, margin):
                going.append(((*tokens, token), [*logs, log]))
        reasons = [row.reason(tokens) for tokens, _ in going]
        found += [row.hypothesis(*ended, reason) for ended, reason in zip(going, reasons) if reason]
        under_way = [goes for goes, reason in zip(going, reasons) if not reason]
    return ranked(found, len(found), margin)


def likeliest(logs, count, margin):
    order = [int(token) for token in np.argsort(-logs, kind="stable") if logs[token] > NEVER]
    for better, worse in zip(order[:count], order[1:]):
        margin.saw(logs[better] - logs[worse])
    return [(token, logs[token]) for token in order[:count]]


def sample(row, margin):
    options, found = row.options["sampling"], []
    for index in range(row.options.get("hypothesis_count", 1)):
        tokens, logs, reason, memory = (), [], None, {}
        while not reason and not row.is_at_an_end(tokens):
            logits = row.logits(tokens)
            token = draw(logits, options, (options.get("seed", 0), row.key, index, len(tokens)), memory, margin)
            logs.append(row.log_probabilities(tokens)[token])
            tokens += (token,)
            reason = row.reason(tokens)
        if reason:
            found.append(row.hypothesis(tokens, logs, reason))
    same = {hypothesis["tokens"]: hypothesis for hypothesis in found}
    ranked(list(same.values()), len(same), margin)  # Samples that are equal tie, and their order shows nothing.
    return sorted(found, key=lambda hypothesis: -hypothesis["score"])


def beam(row, margin):
    groups = row.options.get("beam_groups", 1)
    size = row.options["beam_size"] // groups
    live = [[((), [])] for _ in range(groups)]
    ended = [[] for _ in range(groups)]
    step = 0
    while any(live):
        step += 1
        chosen = []
        for group in range(groups):
            if live[group]:
                live[group] = advance(row, live[group], ended[group], size, chosen, margin)
                chosen += [tokens[-1] for tokens, _ in live[group]]
                if step == row.most:
                    ended[group] += [row.hypothesis(tokens, logs, "Length") for tokens, logs in live[group]]
                    live[group] = []
                elif live[group] and done(row, live[group], ended[group], size, margin):
                    live[group] = []
    count, distinct = row.options.get("hypothesis_count", 1), {}
    for group in ended:
        for hypothesis in ranked(group, min(size, count), margin):
            distinct.setdefault(hypothesis["tokens"], hypothesis)
    return ranked(list(distinct.values()), count, margin)


def advance(row, live, ended, size, chosen, margin):
    """One step of a group; adds to the ended hypotheses and returns the live ones."""
    offers = []
    for parent, (tokens, logs) in enumerate(live):
        now = row.log_probabilities(tokens)
        for token in np.flatnonzero(now > NEVER):
            value = sum(logs) + now[token]
            offers.append((value - row.options.get("diversity_penalty", 0.0) * chosen.count(token), (*tokens, int(token)), [*logs, now[token]]))
    offers.sort(key=lambda offer: -offer[0])
    values = [offer[0] for offer in offers] + [NEVER]
    going = []
    for rank, (value, tokens, logs) in enumerate(offers):
        reason = row.reason(tokens)
        if reason in (None, "Length"):
            going.append((value, tokens, logs))
        else:  # Counts only among the first.
            margin.saw(value - values[size] if rank < size and size < len(offers) else values[min(size, len(offers)) - 1] - value if rank >= size else math.inf)
            if rank < size:
                ended.append(row.hypothesis(tokens, logs, reason))
        if len(going) > size:
            margin.saw(going[-2][0] - value)
            break
    return [(tokens, logs) for _, tokens, logs in going[:size]]


def done(row, live, ended, size, margin):
    """Whether a group needs no further step."""
    rule = row.options.get("early_stopping", "WhenNoBetterPossible")
    if size == 1:
        rule = "WhenBeamFull"
    if rule == "WhenBeamFull":
        return len(ended) >= max(1, math.floor(size * row.options.get("patience", 1.0) + 0.5))
    needed = size if rule == "Heuristic" else min(row.options.get("hypothesis_count", 1), size)
    if len(ended) < needed:
        return False
    worst = sorted((hypothesis["score"] for hypothesis in ended), reverse=True)[needed - 1]
    best, length = max(sum(logs) for _, logs in live), len(live[0][0])
    if rule == "Heuristic":
        bound = best / row.divisor(length)
    else:
        bound = max(best / row.divisor(length + 1), best / row.divisor(row.most))
    margin.saw(bound - worst)
    return bound <= worst


def stochastic(row, margin):
    size, root = row.options["beam_size"], Absorb.of(row.options["stochastic_beam"]["seed"], row.key, 0)

    def gumbel(state):
        return -math.log(-math.log((state + 0.5) * 2.0 ** -32))

    pool = [(gumbel(root), (), [], root, None)]
    while any(reason is None for *_, reason in pool):
        offers = [entry for entry in pool if entry[4]]
        for number, tokens, logs, state, reason in pool:
            if reason is None and not row.is_at_an_end(tokens):
                now = row.log_probabilities(tokens)
                states = {int(token): Absorb.one(state, int(token)) for token in np.flatnonzero(now > NEVER)}
                free = {token: sum(logs) + now[token] + gumbel(hashed) for token, hashed in states.items()}
                greatest = max(free.values())
                for token, value in free.items():
                    offers.append((bounded(value, greatest, number), (*tokens, token), [*logs, now[token]], states[token], row.reason((*tokens, token))))
        offers.sort(key=lambda entry: -entry[0])
        if len(offers) > size:
            margin.saw(offers[size - 1][0] - offers[size][0])
        pool = offers[:size]
    for better, worse in zip(pool, pool[1:]):
        margin.saw(better[0] - worse[0])
    found = [row.hypothesis(tokens, logs, reason) for _, tokens, logs, _, reason in pool]
    return ranked(found[:row.options.get("hypothesis_count", 1)], len(found), margin)


def bounded(value, greatest, number):
    """-log(exp(-number) - exp(-greatest) + exp(-value)), the greatest value becoming the number (Kool et al. 2019, appendix B.3)."""
    if value == greatest:
        return number
    away = number - value + math.log1p(-math.exp(value - greatest))
    return number - max(0.0, away) - math.log1p(math.exp(-abs(away)))


def score(row, target):
    logs = [row.log_probabilities(tuple(target[:step]))[token] for step, token in enumerate(target)]
    return [row.hypothesis(tuple(target), logs, "EndToken" if target[-1] in row.ends else "Length")]


def search(row, margin):
    if "sampling" in row.options:
        return sample(row, margin)
    if "stochastic_beam" in row.options:
        return stochastic(row, margin)
    return beam(row, margin) if row.options.get("beam_size", 1) > 1 else greedy(row, margin)
