using Seq.Cli.Generation;
using Seq.Model;
using Seq.Runtime;

namespace Seq.Cli.Scoring;

/// <summary>A line that is to be scored: a text of a language model, or a source and an output of an encoder-decoder.</summary>
/// <param name="Input">The text, or the source.</param>
/// <param name="Target">The output; null for a text.</param>
/// <param name="Source">What the model reads first; nothing for a text.</param>
/// <param name="Tokens">What is scored.</param>
internal sealed record ScoredPair(string Input, string? Target, IReadOnlyList<int> Source, int[] Tokens)
{
    /// <summary>Reads a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="model">The model.</param>
    /// <param name="target">The output, given on its own; null when the line holds it behind a tab.</param>
    /// <exception cref="SeqException">A pair has no tab or more than one, an empty source, or a text holds a token that the model does not know.</exception>
    internal static ScoredPair Of(InputLine line, SeqModel model, string? target)
    {
        if (model.Description is LanguageModelDescription)
        {
            return new(line.Text, null, [], Encode(line, line.Text, model.SourceVocabulary));
        }

        var (source, output) = target is null ? Split(line) : (line.Text, target);
        return new(source, output, (line with { Text = source }).Encode(model), Encode(line, output, model.TargetVocabulary));
    }

    private static (string Source, string Target) Split(InputLine line) => line.Text.Split('\t') is [var source, var target]
        ? (source, target)
        : throw new SeqException($"{line.Origin}: An encoder-decoder scores a source and an output with one tab between them, but the line has {line.Text.Count(unit => unit == '\t')} tabs.");

    private static int[] Encode(InputLine line, string text, Vocabulary vocabulary)
    {
        try
        {
            return vocabulary.Encode(text);
        }
        catch (VocabularyException exception)
        {
            throw new SeqException($"{line.Origin}: {exception.Message}", exception);
        }
    }
}
