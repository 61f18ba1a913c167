using Seq.Model;

namespace Seq.Export;

/// <summary>Token ids to text, as <see cref="Vocabulary.Decode"/> has it.</summary>
internal sealed class TokenText
{
    private readonly Vocabulary _vocabulary;

    /// <exception cref="ExportException">No operator joins tokens as the vocabulary does.</exception>
    internal TokenText(Vocabulary vocabulary)
    {
        _vocabulary = vocabulary;
        if (vocabulary.Unit == TokenUnit.BytePairs || vocabulary.Rules.Split == WordSplit.Punctuation)
        {
            throw new ExportException(
                $"A text graph joins tokens by spaces or not at all; the target vocabulary is of {vocabulary.Unit} joined by {vocabulary.Rules.Split}. " +
                "Leave the text graph out, or train with such a vocabulary.");
        }
    }

    /// <summary>Joins the texts of tokens; padding, start and end have none.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="tokens">int64 [batch, steps].</param>
    /// <returns>[batch].</returns>
    internal Value Run(GraphBuilder g, Value tokens)
    {
        using var scope = g.Scope("text");
        var special = _vocabulary.Special;
        var silent = Enumerable.Range(0, _vocabulary.Count).Select(id => id == special.Padding || id == special.Start || id == special.End).ToArray();
        var texts = g.Weight(Initializer.Of("text/tokens", [.. _vocabulary.Tokens.Select((token, id) => silent[id] ? "" : token)], silent.Length));
        var silence = g.Weight(Initializer.Of("text/silent", silent, silent.Length));
        var batch = g.SizesOf(tokens, 0, 1);
        var empty = g.Expand(g.Constant(""), batch, ["batch"]);
        var space = _vocabulary.Unit == TokenUnit.Words ? " " : "";

        // The gap before the next token: nothing before the first.
        var loop = g.Loop("join", g.Squeeze(g.SizesOf(tokens, 1, 2), axis: 0), [("text", empty), ("gap", empty)], (body, carried) =>
        {
            var token = body.Gather(tokens, body.Iteration, axis: 1);                       // [batch]
            var isSilent = body.Gather(silence, token);
            var gap = body.Where(isSilent, body.Constant(""), carried[1]);
            var text = body.StringConcat(carried[0], body.StringConcat(gap, body.Gather(texts, token)));
            return new(body.Constant(true), [text, body.Where(isSilent, carried[1], body.Constant(space))], []);
        });
        return loop.Carried[0];
    }
}
