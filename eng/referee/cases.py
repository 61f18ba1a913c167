"""The option combinations. Names and values are those of SearchOptions; what is left out is its default."""


def weighted(kind, weight):
    return {"kind": kind, "weight": weight}


def common(words):
    """Combinations for both models; tokens that only differ by model are taken from `words`."""
    a, b, c, d, e, f = words["often"]
    ends = words["ends"]
    penalties = [{"kind": "presence", "alpha": 0.4}, {"kind": "frequency", "alpha": 0.25}]
    repetition = [{"kind": "repetition", "theta": 1.4}]
    no_repeat = [{"kind": "no_repeat", "size": 2}]
    bans = [
        {"kind": "suppress", "tokens": [a]}, {"kind": "suppress_sequences", "sequences": [[b, c], [d]]},
        {"kind": "bias", "tokens": [e, f], "biases": [1.25, -0.75]},
    ]
    cyclic = [{"kind": "allowed", "steps": [[a, b, c, d], [a, c, e, f, ends[0]], [b, d, e, f, ends[0]]], "cyclic": True}]
    complete = [{"kind": "allowed", "steps": [[a, b, c], [b, c, d], [c, d, e], [d, e, f]], "cyclic": False}]
    contain = {"kind": "must_contain", "sequences": [[b, e], [d]], "end_tokens": ends, "max_length": words["max_length"], "bias": 0.5, "ordered": False}
    soft = [{"kind": "soft_prefix", "tokens": [b, c, d], "beta": 0.4}]
    forced = [{"kind": "forced_prefix", "tokens": [c, a]}]
    yield "greedy", {}
    yield "greedy, minimum and maximum length", {"min_length": 4, "max_length": 6}
    yield "greedy, repetition penalty", {"processors": repetition}
    yield "greedy, presence and frequency penalties", {"processors": penalties, "min_length": 3}
    yield "greedy, no bigram twice, minimum length", {"processors": no_repeat, "min_length": 7}
    yield "greedy, suppressed tokens and sequences, bias", {"processors": bans}
    yield "greedy, forced prefix", {"processors": forced}
    yield "greedy, soft prefix", {"processors": soft}
    yield "greedy, allowed tokens", {"processors": cyclic}
    yield "greedy, allowed tokens until complete", {"processors": complete}
    yield "greedy, must contain", {"processors": [contain]}
    yield "greedy, stop sequences", {"stop_sequences": words["stops"]}
    yield "greedy, an end token more", {"end_tokens": [*ends, e]}
    yield "greedy, alternatives at the second step", {"alternatives_at": 1, "hypothesis_count": 4}
    yield "greedy, alternatives behind a prefix, average", {
        "alternatives_at": 2, "hypothesis_count": 3, "processors": [*forced, *repetition], "length_penalty": weighted("average", 1)}
    yield "beam 2", {"beam_size": 2}
    yield "beam 4, four best", {"beam_size": 4, "hypothesis_count": 4}
    yield "beam 5, average", {"beam_size": 5, "hypothesis_count": 3, "length_penalty": weighted("average", 1)}
    yield "beam 4, power 0.6", {"beam_size": 4, "hypothesis_count": 2, "length_penalty": weighted("power", 0.6)}
    yield "beam 4, power -0.5", {"beam_size": 4, "hypothesis_count": 2, "length_penalty": weighted("power", -0.5)}
    yield "beam 4, GNMT 1.2", {"beam_size": 4, "hypothesis_count": 3, "length_penalty": weighted("gnmt", 1.2)}
    yield "beam wider than most", {"beam_size": 16, "hypothesis_count": 4, "length_penalty": weighted("gnmt", 0.6)}
    longer = {"beam_size": 4, "hypothesis_count": 2, "length_penalty": weighted("power", 1.5)}
    yield "beam 4, until nothing is better", {**longer, "early_stopping": "WhenNoBetterPossible"}
    yield "beam 4, until the beam is full", {**longer, "early_stopping": "WhenBeamFull"}
    yield "beam 4, patience 1.25", {**longer, "early_stopping": "WhenBeamFull", "patience": 1.25}
    yield "beam 4, patience 0.5", {"beam_size": 4, "early_stopping": "WhenBeamFull", "patience": 0.5}
    yield "beam 4, stops by heuristic", {**longer, "early_stopping": "Heuristic"}
    yield "beam 3, stops by heuristic, GNMT", {"beam_size": 3, "early_stopping": "Heuristic", "length_penalty": weighted("gnmt", 1.0)}
    yield "two groups of two", {"beam_size": 4, "beam_groups": 2, "diversity_penalty": 0.7, "hypothesis_count": 4}
    yield "three groups of two, GNMT", {"beam_size": 6, "beam_groups": 3, "diversity_penalty": 1.5, "hypothesis_count": 3, "length_penalty": weighted("gnmt", 0.8)}
    yield "four groups of one, average", {"beam_size": 4, "beam_groups": 4, "diversity_penalty": 0.9, "hypothesis_count": 4, "length_penalty": weighted("average", 1)}
    yield "groups until full, with patience", {
        "beam_size": 6, "beam_groups": 2, "diversity_penalty": 0.5, "hypothesis_count": 2, "early_stopping": "WhenBeamFull", "patience": 1.5}
    yield "beam 4, minimum and maximum length", {"beam_size": 4, "hypothesis_count": 2, "min_length": 5, "max_length": 8}
    yield "beam 4, penalties", {"beam_size": 4, "hypothesis_count": 2, "processors": [*repetition, *penalties], "length_penalty": weighted("power", 0.8)}
    yield "beam 4, no bigram twice, bans", {"beam_size": 4, "hypothesis_count": 2, "processors": [*no_repeat, *bans], "min_length": 3}
    yield "beam 3, forced prefix", {"beam_size": 3, "processors": forced, "hypothesis_count": 2}
    yield "beam 3, soft prefix", {"beam_size": 3, "processors": soft, "hypothesis_count": 2}
    yield "beam 3, allowed tokens", {"beam_size": 3, "processors": cyclic, "length_penalty": weighted("average", 1)}
    yield "beam 4, must contain in order", {"beam_size": 4, "processors": [{**contain, "ordered": True}], "hypothesis_count": 2}
    yield "beam 4, stop sequences, an end token more", {"beam_size": 4, "hypothesis_count": 2, "stop_sequences": words["stops"], "end_tokens": [*ends, e]}
    yield "samples", {"hypothesis_count": 3, "sampling": {"seed": 1}}
    yield "samples, temperature", {"hypothesis_count": 3, "sampling": {"temperature": 1.6, "seed": 2**40 + 7}}
    yield "samples, low temperature", {"hypothesis_count": 2, "sampling": {"temperature": 0.5, "seed": 3}}
    yield "samples, top-k", {"hypothesis_count": 3, "sampling": {"top_k": 4, "temperature": 1.5, "seed": 4}}
    yield "samples, top-p", {"hypothesis_count": 3, "sampling": {"top_p": 0.85, "seed": 5}}
    yield "samples, min-p", {"hypothesis_count": 3, "sampling": {"min_p": 0.15, "temperature": 2.0, "seed": 6}}
    yield "samples, typical", {"hypothesis_count": 3, "sampling": {"typical_p": 0.7, "temperature": 1.3, "seed": 7}}
    yield "samples, epsilon", {"hypothesis_count": 3, "sampling": {"epsilon": 0.06, "temperature": 1.5, "seed": 8}}
    yield "samples, eta", {"hypothesis_count": 3, "sampling": {"eta": 0.08, "temperature": 1.5, "seed": 9}}
    yield "samples, all filters", {
        "hypothesis_count": 2, "length_penalty": weighted("average", 1),
        "sampling": {"temperature": 1.8, "top_k": 9, "top_p": 0.95, "min_p": 0.02, "typical_p": 0.9, "epsilon": 0.01, "eta": 0.02, "seed": 10}}
    yield "samples, mirostat", {"hypothesis_count": 3, "sampling": {"mirostat": {"target_surprise": 1.5, "learning_rate": 0.3}, "seed": 11}}
    yield "samples, penalties, minimum length", {
        "hypothesis_count": 2, "processors": [*repetition, *no_repeat], "min_length": 4, "sampling": {"top_k": 6, "seed": 12}}
    yield "stochastic beam 4", {"beam_size": 4, "hypothesis_count": 4, "stochastic_beam": {"seed": 13}}
    yield "stochastic beam 6, average, rules", {
        "beam_size": 6, "hypothesis_count": 3, "stochastic_beam": {"seed": 2**33 + 14}, "length_penalty": weighted("average", 1), "min_length": 3, "processors": bans}
    for average in ("Probability", "LogProbability"):
        ensemble = {"kind": "ensemble", "average": average, "weights": [2.0, 1.0]}
        yield f"ensemble by {average}, beam 3", {"composition": ensemble, "beam_size": 3, "hypothesis_count": 2, "length_penalty": weighted("gnmt", 0.6)}
    yield "ensemble, samples", {"composition": ensemble, "hypothesis_count": 2, "sampling": {"top_p": 0.9, "seed": 15}}
    yield "scores of given targets", {"score": True, "length_penalty": weighted("gnmt", 0.9), "processors": [*repetition, bans[2]], "min_length": 2}


def seq2seq(words):
    yield from common(words)
    coverage = {"beam_size": 4, "hypothesis_count": 2}
    yield "beam 4, coverage by Wu", {**coverage, "coverage_penalty": weighted("wu", 0.3), "length_penalty": weighted("gnmt", 0.6)}
    yield "beam 4, coverage for summaries", {**coverage, "coverage_penalty": weighted("summary", 0.5)}
    yield "samples, coverage by Wu", {"hypothesis_count": 3, "coverage_penalty": weighted("wu", 0.1), "sampling": {"temperature": 1.5, "seed": 16}}
    yield "greedy, lengths by the source's", {"min_length_ratio": 0.3, "max_length_ratio": 0.4}
    yield "beam 4, lengths by the source's", {"beam_size": 4, "hypothesis_count": 2, "min_length_ratio": 0.2, "max_length_ratio": 0.3}
    yield "beam 3, prefixes and lengths of each input", {"beam_size": 3, "per_input": True}
    yield "scores of given targets with coverage", {"score": True, "length_penalty": weighted("average", 1), "coverage_penalty": weighted("wu", 0.2)}


def words(words_):
    yield from common(words_)
    fusion = {"kind": "fusion", "weight": 0.4}
    yield "greedy, shallow fusion", {"composition": fusion}
    yield "beam 4, shallow fusion", {"composition": fusion, "beam_size": 4, "hypothesis_count": 3, "length_penalty": weighted("average", 1)}
    yield "beam 3, prefixes and lengths of each input", {"beam_size": 3, "per_input": True}
