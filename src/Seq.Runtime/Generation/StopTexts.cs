using Seq.Decoding;
using Seq.Decoding.Text;
using Seq.Model;

namespace Seq.Runtime;

/// <summary>Ends hypotheses at stop texts, and takes the stop texts off their ends.</summary>
internal static class StopTexts
{
    /// <exception cref="SearchOptionsException">The stop texts cannot be looked for with this search, or one of them is empty.</exception>
    internal static void Check(IReadOnlyList<string> stops, SearchOptions search)
    {
        ArgumentNullException.ThrowIfNull(stops);
        var problems = new List<string>();
        if (stops.Count > 0 && search.StochasticBeam is not null)
        {
            problems.Add("StopTexts is set together with StochasticBeam, which settles no token before its end. Leave one of them out.");
        }

        if (stops.Any(string.IsNullOrEmpty))
        {
            problems.Add("StopTexts contains an empty text, which would stop before the first character. Leave it out.");
        }

        if (problems.Count > 0)
        {
            throw new SearchOptionsException(problems);
        }
    }

    /// <summary>An observer that ends hypotheses at stop texts and tells another one of the tokens; that one itself when there are none.</summary>
    internal static IDecodingObserver? Observe(IReadOnlyList<string> stops, Vocabulary vocabulary, IDecodingObserver? next) =>
        stops.Count == 0 ? next : new Stopper(new(tokens => vocabulary.Decode(tokens), stops, static _ => { }), next);

    /// <summary>The sequence with its text up to the first stop text, whatever ended it: the token that completed it may have been the last one possible.</summary>
    internal static GeneratedSequence Cut(IReadOnlyList<string> stops, GeneratedSequence sequence)
    {
        if (stops.Count == 0)
        {
            return sequence;
        }

        var filter = new StopTextFilter(stops);
        var before = filter.Add(sequence.Text);
        return filter.Found is null
            ? sequence
            : sequence with { Text = before, FinishReason = sequence is { EndToken: null, FinishReason: not FinishReason.DeadEnd } ? FinishReason.Stopped : sequence.FinishReason };
    }

    private sealed class Stopper(TextObserver stops, IDecodingObserver? next) : IDecodingObserver
    {
        public bool OnToken(in AcceptedToken token)
        {
            var goesOn = stops.OnToken(token);
            return (next?.OnToken(token) ?? true) && goesOn;
        }
    }
}
