using System.Collections.Immutable;
using Seq.Decoding;
using Seq.Model;

namespace Seq.Runtime;

/// <summary>What a session has to say since it was asked last, as a stream would say it.</summary>
internal sealed class SessionPieces
{
    private readonly List<GenerationPiece> _pieces = [];
    private readonly Dictionary<int, int> _told = []; // By sample: how many tokens.
    private readonly StreamObserver _stream;
    private bool _isFinished;

    /// <param name="vocabulary">The vocabulary of the tokens.</param>
    /// <param name="stops">The stop texts.</param>
    internal SessionPieces(Vocabulary vocabulary, IReadOnlyList<string> stops) => _stream = new(vocabulary, stops, next: null, _pieces.Add);

    /// <summary>Takes the next pieces, at most one for each sample and the last one.</summary>
    /// <param name="settled">All tokens that are settled.</param>
    /// <param name="result">The result of a finished session; null before.</param>
    internal ImmutableArray<GenerationPiece> Take(IEnumerable<AcceptedToken> settled, Generation? result)
    {
        foreach (var token in settled)
        {
            if (token.Step >= _told.GetValueOrDefault(token.Sample))
            {
                _told[token.Sample] = token.Step + 1;
                _stream.OnToken(token);
            }
        }

        if (result is not null && !_isFinished)
        {
            _isFinished = true;
            _stream.Finish(result);
        }

        var taken = _pieces.GroupBy(piece => (piece.Sample, IsLast: piece.Result is not null)).Select(group => group.First() with
        {
            Text = string.Concat(group.Select(piece => piece.Text)),
            Tokens = [.. group.SelectMany(piece => piece.Tokens)],
        }).OrderBy(piece => piece.Result is not null).ToImmutableArray();
        _pieces.Clear();
        return taken;
    }
}
