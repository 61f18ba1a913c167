using Seq.Model;

namespace Seq.Export;

/// <summary>Text to padded token ids, as <see cref="Vocabulary.Encode(string)"/> has it.</summary>
internal sealed class TokenLookUp
{
    /// <summary>What .NET and with it the vocabulary take for white space, besides the space itself, which is all that ONNX Runtime's split knows.</summary>
    private static readonly string[] WhiteSpace =
        [.. Enumerable.Range(0, char.MaxValue).Select(code => (char)code).Where(c => c != ' ' && char.IsWhiteSpace(c)).Select(c => c.ToString())];

    private readonly Vocabulary _vocabulary;
    private readonly CharacterSplit? _characters;

    /// <exception cref="ExportException">No operator cuts texts as the vocabulary does.</exception>
    internal TokenLookUp(Vocabulary vocabulary)
    {
        _vocabulary = vocabulary;
        var rules = vocabulary.Rules;
        if (vocabulary.Unit == TokenUnit.BytePairs || rules.Split != WordSplit.WhiteSpace || rules.DropLineBreaks)
        {
            throw new ExportException(
                $"A text graph cuts texts at white space or into characters; the source vocabulary asks for {vocabulary.Unit} cut by {rules.Split}" +
                (rules.DropLineBreaks ? " without line breaks" : "") + ". Leave the text graph out, or train with such a vocabulary.");
        }

        _characters = vocabulary.Unit == TokenUnit.Characters ? new(vocabulary) : null;
    }

    /// <summary>Looks the tokens up.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="text">[batch].</param>
    /// <returns>int64 [batch, source]: ids, padded with 0 and at least one column; int64 [batch]: how many are real.</returns>
    internal (Value Ids, Value Lengths) Run(GraphBuilder g, Value text)
    {
        using var scope = g.Scope("look_up");
        var normal = _vocabulary.Rules.Lowercase ? g.StringNormalizer(text) : text;
        var spaced = _characters is null ? WhiteSpace.Aggregate(normal, (x, space) => TextReplacement.Run(g, x, space, " ")) : _characters.Run(g, normal);
        var (tokens, lengths) = g.StringSplit(spaced);                                                       // [batch, source], [batch]
        var (keys, values) = Table();

        // An id behind the last one makes the embedding fail, as a token without an id must.
        var (zero, outside) = (g.Constant(0L), g.Constant((long)_vocabulary.Count));
        var found = g.LookUp(tokens, keys, values, _vocabulary.Special.Unknown ?? _vocabulary.Count);

        // The first length is not needed; asking for it fails when the batch is empty.
        var padding = g.Min(g.Gather(lengths, zero), zero);
        var column = g.Expand(padding, g.Concat(0, g.SizesOf(lengths, 0, 1), g.Vector(1)), ["batch", 1]);
        var ids = g.Concat(1, found, column);                                                                // [batch, source + 1]
        var places = g.Range(zero, g.Squeeze(g.SizesOf(ids, 1, 2), axis: 0), g.Constant(1L), Shape.Unknown); // [source + 1]
        var perRow = g.Unsqueeze(lengths, axis: 1);                                                          // [batch, 1]
        var padded = g.Where(g.Less(places, perRow), ids, zero);
        var nothing = g.And(g.Equal(perRow, zero), g.Equal(places, zero));
        return (g.Where(nothing, outside, padded), lengths);
    }

    private (List<string> Keys, List<long> Values) Table()
    {
        var ids = Enumerable.Range(0, _vocabulary.Count).Where(id => !_vocabulary.Special.Contains(id)).ToList();
        return ([.. ids.Select(id => _characters is null ? _vocabulary.Tokens[id] : CharacterSplit.KeyOf(_vocabulary.Tokens[id]))], [.. ids.Select(id => (long)id)]);
    }
}
