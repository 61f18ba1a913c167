using Seq.Decoding;
using Seq.Decoding.Text;
using Seq.Model;

namespace Seq.Runtime;

/// <summary>Ends the hypotheses of a session at stop texts, also of one that begins in the middle: restored, forked or taken back.</summary>
/// <param name="vocabulary">The vocabulary of the tokens.</param>
/// <param name="stops">The stop texts, at least one.</param>
/// <param name="next">Another observer, told of each token too; null for none.</param>
internal sealed class SessionStops(Vocabulary vocabulary, IReadOnlyList<string> stops, IDecodingObserver? next) : IDecodingObserver
{
    private readonly Dictionary<int, (int Steps, bool GoesOn)> _samples = [];
    private TextObserver _text = NewText(vocabulary, stops);

    /// <summary>Begins where a session is.</summary>
    /// <param name="settled">The tokens that are there already; the other observer does not hear of them.</param>
    internal void Begin(IEnumerable<AcceptedToken> settled)
    {
        _samples.Clear();
        _text = NewText(vocabulary, stops);
        foreach (var token in settled)
        {
            GoesOn(token);
        }
    }

    public bool OnToken(in AcceptedToken token)
    {
        var goesOn = GoesOn(token);
        return (next?.OnToken(token) ?? true) && goesOn;
    }

    /// <summary>Whether no stop text is there with a token; a token that is told a second time changes nothing.</summary>
    private bool GoesOn(in AcceptedToken token)
    {
        if (!_samples.TryGetValue(token.Sample, out var sample) || token.Step >= sample.Steps)
        {
            _samples[token.Sample] = sample = (token.Step + 1, _text.OnToken(token));
        }

        return sample.GoesOn;
    }

    private static TextObserver NewText(Vocabulary vocabulary, IReadOnlyList<string> stops) => new(tokens => vocabulary.Decode(tokens), stops, static _ => { });
}
