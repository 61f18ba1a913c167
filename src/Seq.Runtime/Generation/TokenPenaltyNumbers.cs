using Seq.Decoding;
using Seq.Decoding.Processors;

namespace Seq.Runtime;

/// <summary>The logits processors that a graph knows, as its numbers: at most one of each penalty, a repetition penalty before the others.</summary>
/// <param name="Repetition">θ; 1 for none.</param>
/// <param name="Presence">α; 0 for none.</param>
/// <param name="Frequency">α; 0 for none.</param>
/// <param name="AreAll">Whether they do what the processors do.</param>
internal readonly record struct TokenPenaltyNumbers(float Repetition, float Presence, float Frequency, bool AreAll)
{
    /// <summary>What processors come to.</summary>
    internal static TokenPenaltyNumbers Read(IReadOnlyList<ILogitsProcessor> processors)
    {
        var repetition = processors.OfType<RepetitionPenalty>().FirstOrDefault();
        var presence = processors.OfType<PresencePenalty>().FirstOrDefault();
        var frequency = processors.OfType<FrequencyPenalty>().FirstOrDefault();
        ILogitsProcessor[] known = [.. new ILogitsProcessor?[] { repetition, presence, frequency }.OfType<ILogitsProcessor>()];
        var all = known.Length == processors.Count && (repetition is null || ReferenceEquals(processors[0], repetition));
        return new(repetition?.Theta ?? 1f, presence?.Alpha ?? 0f, frequency?.Alpha ?? 0f, all);
    }
}
