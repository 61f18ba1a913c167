using System.Collections.Immutable;
using Seq.Decoding;
using Seq.Decoding.Text;
using Seq.Model;

namespace Seq.Runtime;

/// <summary>Makes pieces of a stream out of settled tokens, and ends hypotheses at stop texts. For one input.</summary>
internal sealed class StreamObserver : IDecodingObserver
{
    private readonly TextObserver _text;
    private readonly IDecodingObserver? _next;
    private readonly Action<GenerationPiece> _write;
    private readonly Dictionary<int, Sample> _samples = [];

    /// <param name="vocabulary">The vocabulary of the tokens.</param>
    /// <param name="stops">The stop texts.</param>
    /// <param name="next">Another observer, told of each token too; null for none.</param>
    /// <param name="write">Takes a piece.</param>
    internal StreamObserver(Vocabulary vocabulary, IReadOnlyList<string> stops, IDecodingObserver? next, Action<GenerationPiece> write)
    {
        _text = new(tokens => vocabulary.Decode(tokens), stops, Report);
        (_next, _write) = (next, write);
    }

    public bool OnToken(in AcceptedToken token)
    {
        if (!_samples.TryGetValue(token.Sample, out var sample))
        {
            _samples.Add(token.Sample, sample = new());
        }

        if (token.Finished != FinishReason.EndToken)
        {
            sample.Tokens.Add(token.Token);
        }

        var goesOn = _text.OnToken(token);
        return (_next?.OnToken(token) ?? true) && goesOn;
    }

    /// <summary>Writes what was held back of sequences that ended between tokens (cancelled, out of time, stopped by another observer), then the result.</summary>
    internal void Finish(Generation result)
    {
        // A sample that ended by a token has been told in full. The result is sorted by score, so the others are found by their tokens, all of them.
        foreach (var (index, sample) in _samples.Where(pair => !pair.Value.HasEnded).OrderBy(pair => pair.Key))
        {
            var sequence = result.Hypotheses.Concat(result.DeadEnds).FirstOrDefault(sequence => sequence.Tokens.AsSpan().SequenceEqual(sample.Tokens.ToArray()));
            if (sequence is not null && (sequence.Text.Length > sample.Text || sample.Told < sample.Tokens.Count))
            {
                _write(new() { Sample = index, Text = sequence.Text[Math.Min(sample.Text, sequence.Text.Length)..], Tokens = sample.Take() });
            }
        }

        _write(new() { Text = "", Tokens = [], Result = result });
    }

    private void Report(TextPiece piece)
    {
        var sample = _samples[piece.Sample];
        sample.Text += piece.Text.Length;
        sample.HasEnded |= piece.IsLast;
        var tokens = sample.Take();
        if (piece.Text.Length > 0 || !tokens.IsEmpty)
        {
            _write(new() { Sample = piece.Sample, Text = piece.Text, Tokens = tokens });
        }
    }

    /// <summary>How far a sample has been told.</summary>
    private sealed class Sample
    {
        internal List<int> Tokens { get; } = [];

        internal int Told { get; private set; }

        internal int Text { get; set; }

        internal bool HasEnded { get; set; }

        internal ImmutableArray<int> Take()
        {
            ImmutableArray<int> tokens = [.. Tokens.Skip(Told)];
            Told = Tokens.Count;
            return tokens;
        }
    }
}
