"""Several models as one input, as EnsembleModel and ShallowFusionModel are documented."""

import numpy as np


def log_softmax(logits):
    return logits - np.logaddexp.reduce(logits)


class Alone:
    counts_as_is = False

    def __init__(self, member):
        self.source_length, self.logits, self.attention = member.source_length, member.logits, member.attention


class Ensemble(Alone):
    """p = sum w p[m], or log p = sum w log p[m], which adds up to one only when the rules have been applied."""

    def __init__(self, members, average, weights):
        super().__init__(members[0])
        shares = [weight / sum(weights) for weight in weights]

        def mean(prefix):
            logs = [log_softmax(member.logits(prefix)) for member in members]
            if average == "Probability":
                return np.log(sum(share * np.exp(log) for share, log in zip(shares, logs)))
            return sum(share * log for share, log in zip(shares, logs))

        self.logits = mean
        self.attention = lambda prefix: sum(member.attention(prefix) for member in members) / len(members)


class Fusion(Alone):
    """log p[model] + weight x log p[language model], which counts as it is: what rules take from some tokens goes to others, and the sum stays."""

    counts_as_is = True

    def __init__(self, member, language, weight):
        super().__init__(member)
        self.logits = lambda prefix: log_softmax(member.logits(prefix)) + weight * log_softmax(language.logits(prefix))


def compose(members, composition):
    if composition is None:
        return Alone(members[0])
    if composition["kind"] == "ensemble":
        return Ensemble(members, composition["average"], composition["weights"])
    return Fusion(*members, composition["weight"])
