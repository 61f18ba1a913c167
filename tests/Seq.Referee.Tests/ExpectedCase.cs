using Seq.Decoding;

namespace Seq.Referee.Tests;

/// <summary>A combination of options, and what comes out for each input; inputs where float32 may choose differently are left out.</summary>
internal sealed record ExpectedCase(string Name, OptionData Options, IReadOnlyList<ExpectedInput> Expected);

/// <summary>The hypotheses of one input, by its index among the sources; where targets are scored, the target.</summary>
internal sealed record ExpectedInput(int Input, IReadOnlyList<ExpectedHypothesis> Hypotheses);

/// <summary>A hypothesis: tokens without the end token, log-probability and score in float64.</summary>
internal sealed record ExpectedHypothesis(
    IReadOnlyList<int> Tokens, int? End, FinishReason Reason, double LogProbability, double Score);
