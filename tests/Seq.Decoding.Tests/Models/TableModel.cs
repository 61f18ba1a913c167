namespace Seq.Decoding.Tests.Models;

/// <summary>
/// A model small enough to read: the probabilities of the next token, by the text so far. Tokens are letters; "." ends, and "^" starts.
/// A prefix that is not in the table is followed by the end.
/// </summary>
internal sealed class TableModel : IStepModel
{
    internal const int Start = 0;
    internal const int End = 1;

    private readonly Dictionary<string, (string Token, double Probability)[]> _table;
    private readonly List<string> _vocabulary = ["^", "."];
    private List<string> _prefixes;

    internal TableModel(Dictionary<string, (string Token, double Probability)[]> table, int inputs = 1)
    {
        _table = table;
        _vocabulary.AddRange(table.Values.SelectMany(row => row.Select(entry => entry.Token)).Where(token => token != ".").Distinct().Order());
        _prefixes = [.. Enumerable.Repeat("^", inputs)];
    }

    public int VocabularySize => _vocabulary.Count;

    public int Rows => _prefixes.Count;

    internal int Steps { get; private set; }

    /// <summary>The id of a token.</summary>
    internal int this[string token] => _vocabulary.IndexOf(token);

    /// <summary>The tokens as text, with spaces between them.</summary>
    internal string Text(IEnumerable<int> tokens) => string.Join(' ', tokens.Select(token => _vocabulary[token]));

    public Span<float> Step(ReadOnlySpan<int> tokens, CancellationToken cancellationToken)
    {
        Steps++;
        var logits = new float[Rows * VocabularySize];
        Array.Fill(logits, float.NegativeInfinity);
        for (var row = 0; row < Rows; row++)
        {
            _prefixes[row] = _prefixes[row] == "^" ? "" : $"{_prefixes[row]} {_vocabulary[tokens[row]]}".Trim();
            foreach (var (token, probability) in _table.GetValueOrDefault(_prefixes[row], [(".", 1.0)]))
            {
                logits[(row * VocabularySize) + this[token]] = (float)Math.Log(probability);
            }
        }

        return logits;
    }

    public void Reorder(ReadOnlySpan<int> parents)
    {
        var moved = new List<string>();
        foreach (var parent in parents)
        {
            moved.Add(_prefixes[parent]);
        }

        _prefixes = moved;
    }
}
