"""The logits processors, each from the formula in its documentation: (prefix, logits) -> None, logits changed in place."""

import numpy as np

NEVER = -np.inf


def repetition(prefix, logits, theta):
    for token in set(prefix):
        logits[token] = logits[token] / theta if logits[token] > 0 else logits[token] * theta


def presence(prefix, logits, alpha):
    for token in set(prefix):
        logits[token] -= alpha


def frequency(prefix, logits, alpha):
    for token in prefix:
        logits[token] -= alpha


def no_repeat(prefix, logits, size):
    tail = prefix[len(prefix) - size + 1:] if size > 1 else ()
    for start in range(len(prefix) - size + 1):
        if prefix[start:start + size - 1] == tail:
            logits[prefix[start + size - 1]] = NEVER


def suppress(prefix, logits, tokens):
    logits[tokens] = NEVER


def suppress_sequences(prefix, logits, sequences):
    for *head, last in sequences:
        if list(prefix[len(prefix) - len(head):]) == head and len(prefix) >= len(head):
            logits[last] = NEVER


def bias(prefix, logits, tokens, biases):
    for token, value in zip(tokens, biases):
        logits[token] += value


def only(logits, tokens):
    kept = {token: logits[token] for token in tokens}
    logits[:] = NEVER
    for token, value in kept.items():
        logits[token] = value


def forced_prefix(prefix, logits, tokens):
    if len(prefix) < len(tokens):
        token = tokens[len(prefix)]
        only(logits, [token])
        if logits[token] == NEVER:
            logits[token] = 0.0


def soft_prefix(prefix, logits, tokens, beta):
    if len(prefix) < len(tokens) and list(prefix) == tokens[:len(prefix)]:
        token = tokens[len(prefix)]
        total = np.logaddexp.reduce(logits)
        if total == NEVER:
            return
        logits[token] = total + np.log(np.exp(logits[token] - total) + beta / (1 - beta))


def allowed(prefix, logits, steps, cyclic):
    """The tokens allowed at each step; when they are used up, cyclic ones begin again and others complete the output, with nothing behind."""
    only(logits, steps[len(prefix) % len(steps)] if cyclic or len(prefix) < len(steps) else [])


def min_length(prefix, logits, length, tokens):
    if len(prefix) < length:
        logits[tokens] = NEVER


def must_contain(prefix, logits, sequences, end_tokens, max_length, bias, ordered):
    place, missing = 0, []
    for sequence in sequences:
        starts = [i for i in range(place, len(prefix) - len(sequence) + 1) if list(prefix[i:i + len(sequence)]) == sequence]
        if missing and ordered:
            missing.append((sequence, 0))
        elif not starts:
            rest = prefix[place:]
            way = max(n for n in range(len(sequence)) if n == 0 or list(rest[len(rest) - n:]) == sequence[:n] and n <= len(rest))
            missing.append((sequence, way))
        elif ordered:
            place = starts[0] + len(sequence)
    if not missing:
        return
    logits[end_tokens] = NEVER
    if max_length - len(prefix) <= sum(len(sequence) for sequence, _ in missing):
        sequence, way = missing[0] if ordered else max(missing, key=lambda pair: pair[1])
        only(logits, [sequence[way]])
        if logits[sequence[way]] == NEVER:
            logits[sequence[way]] = 0.0
        return
    for sequence, way in missing[:1] if ordered else missing:
        logits[sequence[way]] += bias


RULES = {
    "repetition": repetition, "presence": presence, "frequency": frequency, "no_repeat": no_repeat, "suppress": suppress,
    "suppress_sequences": suppress_sequences, "bias": bias, "forced_prefix": forced_prefix, "soft_prefix": soft_prefix, "allowed": allowed,
    "min_length": min_length, "must_contain": must_contain,
}


def apply(rules, prefix, logits):
    """Applies rules in their order to a copy of the logits."""
    logits = logits.copy()
    for rule in rules:
        RULES[rule["kind"]](prefix, logits, **{name: value for name, value in rule.items() if name != "kind"})
    return logits


def completes(rules, prefix):
    """Whether a rule says that the output is complete."""
    return any(rule["kind"] == "allowed" and not rule["cyclic"] and len(prefix) >= len(rule["steps"]) for rule in rules)
