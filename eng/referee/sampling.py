"""Random numbers without a state, and one token drawn by them: CounterRandom, SamplingOptions and MirostatOptions as they are documented."""

import math

import numpy as np

BITS = 0xFFFFFFFF


class Absorb:
    @staticmethod
    def one(state, value):
        x = ((state ^ value) + 0x9E3779B9) & BITS
        x ^= x >> 16
        x = (x * 0x7FEB352D) & BITS
        x ^= x >> 15
        x = (x * 0x846CA68B) & BITS
        return x ^ (x >> 16)

    @staticmethod
    def of(seed, key, sample):
        state = 0
        for value in (seed & BITS, seed >> 32, key, sample):
            state = Absorb.one(state, value)
        return state


def uniform(seed, key, sample, step):
    return ((Absorb.one(Absorb.of(seed, key, sample), step) >> 8) + 0.5) * 2.0 ** -24


class Kept:
    """The tokens that the filters have left, in the order in which sums run over them."""

    def __init__(self, logits, temperature):
        self.s = (logits - np.max(logits)) / temperature
        self.w = np.exp(self.s)
        self.order = [int(token) for token in np.flatnonzero(logits > -np.inf)]

    def fall(self):
        self.order.sort(key=lambda token: (-self.s[token], token))

    def total(self):
        return sum(self.w[token] for token in self.order)

    def mean(self):
        return sum(self.w[token] * self.s[token] for token in self.order) / self.total()

    def cut(self, count, margin):
        """Keeps the first ones."""
        if count < len(self.order):
            margin.saw(self.s[self.order[count - 1]] - self.s[self.order[count]])
            self.order = self.order[:count]

    def reach(self, share, order, margin):
        """How many tokens of an order stay: those before which less than a share of the weight has gone by."""
        total, before = self.total(), 0.0
        for count, token in enumerate(order):
            margin.saw(before / total - share)
            if before >= share * total:
                return count
            before += self.w[token]
        return len(order)

    def at_least(self, bound, margin):
        """Keeps the tokens of at least some weight, and the likeliest."""
        for token in self.order:
            margin.saw(self.s[token] - math.log(bound))
        self.order = [token for token in self.order if self.w[token] >= bound] or self.order[:1]


def draw(logits, options, place, memory, margin):
    kept = Kept(logits, options.get("temperature", 1.0))
    falls = len(options.keys() - {"temperature", "seed"}) > 0
    if falls:
        kept.fall()
    if "top_k" in options:
        kept.cut(options["top_k"], margin)
    if "top_p" in options:
        kept.cut(kept.reach(options["top_p"], kept.order, margin), margin)
    if "min_p" in options:
        kept.at_least(options["min_p"], margin)
    if "typical_p" in options:
        typical(kept, options["typical_p"], margin)
    if "epsilon" in options:
        kept.at_least(options["epsilon"] * kept.total(), margin)
    if "eta" in options:
        kept.at_least(min(options["eta"] * kept.total(), math.sqrt(options["eta"]) * math.exp(kept.mean())), margin)
    if "mirostat" in options:
        target = options["mirostat"]["target_surprise"]
        limit = memory.setdefault("limit", 2 * target)
        kept.at_least(2.0 ** -limit * kept.total(), margin)
    total = kept.total()
    goal = uniform(*place) * total
    gone = 0.0
    for token in kept.order:
        margin.saw((gone - goal) / total if gone else math.inf)
        gone += kept.w[token]
        if gone > goal:
            break
    margin.saw((gone - goal) / total if token != kept.order[-1] else math.inf)
    if falls:  # Next to one as likely, the other one may stand in its place.
        at = kept.order.index(token)
        for other in kept.order[max(0, at - 1):at] + kept.order[at + 1:at + 2]:
            margin.saw(kept.s[token] - kept.s[other])
    if "mirostat" in options:
        memory["limit"] -= options["mirostat"]["learning_rate"] * (-math.log2(kept.w[token] / total) - target)
    return token


def typical(kept, share, margin):
    mean = kept.mean()
    order = sorted(kept.order, key=lambda token: abs(kept.s[token] - mean))
    count = kept.reach(share, order, margin)
    if count < len(order):
        margin.saw(abs(kept.s[order[count - 1]] - mean) - abs(kept.s[order[count]] - mean))
    kept.order = [token for token in kept.order if token in order[:count]]
