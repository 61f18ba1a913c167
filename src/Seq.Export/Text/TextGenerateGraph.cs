using Seq.Model;

namespace Seq.Export;

/// <summary>Builds <c>text-generate-greedy</c>: text in, text out, with the vocabularies and the whole greedy decode in one file.</summary>
/// <remarks>
/// Opset 20 for the operators on text, and <c>LabelEncoder</c> of the standard's machine learning operators for the look-up. A text that holds nothing the model
/// knows, an empty text and an empty batch fail in a <c>Gather</c> with an index out of range, before a recurrent operator sees them: ONNX Runtime ends the process
/// when one gets nothing to read. The text of an end token is empty, so that stays the model's own; there are no penalties.
/// </remarks>
internal static class TextGenerateGraph
{
    /// <summary>Builds the graph.</summary>
    /// <param name="greedy">The graph <c>generate-greedy</c> of an encoder-decoder, of opset 18.</param>
    /// <param name="source">The vocabulary of the source.</param>
    /// <param name="target">The vocabulary of the target.</param>
    /// <param name="endToken">The end token of the model.</param>
    /// <exception cref="ExportException">The model takes more than a source, or a vocabulary cuts texts in a way that no operator can.</exception>
    internal static BundleGraph Build(GraphBuilder greedy, Vocabulary source, Vocabulary target, int endToken)
    {
        var g = new GraphBuilder(GraphNames.TextGenerateGreedy, opset: 20);
        var text = g.Input(GraphNames.Text, ElementType.String, ["batch"]);
        var maxLength = g.Input(GraphNames.MaxLength, ElementType.Int64, []);
        var (ids, lengths) = new TokenLookUp(source).Run(g, text);
        Value Given(string input) => input switch
        {
            GraphNames.Source => ids,
            GraphNames.SourceLengths => lengths,
            GraphNames.MaxLength => maxLength,
            GraphNames.EndToken => g.Constant((long)endToken),
            GraphNames.MinLength => g.Constant(0L),
            GraphNames.RepetitionPenalty => g.Constant(1f),
            GraphNames.PresencePenalty or GraphNames.FrequencyPenalty => g.Constant(0f),
            _ => throw new ExportException($"A text graph is written for encoder-decoders; '{greedy.Name}' of this model takes '{input}'. Leave the text graph out."),
        };
        var results = g.Inline("generate", greedy, greedy.Inputs.ToDictionary(input => input.Name, input => Given(input.Name), StringComparer.Ordinal));
        Value Result(string name) => results[greedy.Outputs.Select(output => output.Name).ToList().IndexOf(name)];
        g.Output(GraphNames.GeneratedText, new TokenText(target).Run(g, Result(GraphNames.Tokens)), ["batch"]);
        g.Output(GraphNames.SequenceLogProbability, Result(GraphNames.SequenceLogProbability), ["batch"]);
        return new(g);
    }
}
