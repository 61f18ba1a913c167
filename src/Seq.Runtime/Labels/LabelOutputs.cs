using System.Collections.Immutable;
using Seq.Model;

namespace Seq.Runtime;

/// <summary>Turns the numbers that a classifier or a tagger returns for one input into labels.</summary>
internal static class LabelOutputs
{
    /// <summary>The labels of a classifier.</summary>
    /// <param name="model">The classifier.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="logits">[classes].</param>
    /// <param name="logProbabilities">[classes]: log-softmax, or log σ of each.</param>
    internal static Classification Classify(ClassifierDescription model, Vocabulary labels, ReadOnlySpan<float> logits, ReadOnlySpan<float> logProbabilities)
    {
        var found = new List<LabelProbability>(model.Labels);
        if (model.Labels != model.Classes)
        {
            // One sigmoid decides between no and yes; 1 − σ(x) = σ(−x) keeps its digits where σ(x) is near 1.
            found.Add(Of(labels, 0, -SoftPlus(logits[0])));
            found.Add(Of(labels, 1, logProbabilities[0]));
        }
        else
        {
            for (var id = 0; id < logProbabilities.Length; id++)
            {
                found.Add(Of(labels, id, logProbabilities[id]));
            }
        }

        return new() { Labels = [.. found.OrderByDescending(label => label.LogProbability).ThenBy(label => label.Id)] };
    }

    /// <summary>The tags of a text.</summary>
    /// <param name="source">The tokens, [time].</param>
    /// <param name="tokens">Their vocabulary.</param>
    /// <param name="tags">The tags.</param>
    /// <param name="logProbabilities">[time, tags].</param>
    /// <param name="text">The text; null where ids were given.</param>
    internal static Tagging Tag(IReadOnlyList<int> source, Vocabulary tokens, Vocabulary tags, ReadOnlySpan<float> logProbabilities, string? text)
    {
        var words = UnknownWords.Surface(tokens, text, source);
        var found = ImmutableArray.CreateBuilder<TaggedToken>(source.Count);
        for (var i = 0; i < source.Count; i++)
        {
            var row = logProbabilities.Slice(i * tags.Count, tags.Count);
            var best = Seq.Decoding.Kernels.ArgMax.Of(row);
            found.Add(new(tokens.Tokens[source[i]], source[i], tags.Tokens[best], best, Math.Exp(row[best])) { Word = words[i] });
        }

        return new() { Tokens = found.MoveToImmutable() };
    }

    private static LabelProbability Of(Vocabulary labels, int id, double logProbability) => new(labels.Tokens[id], id, Math.Exp(logProbability), logProbability);

    /// <summary>log(1 + eˣ).</summary>
    private static double SoftPlus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));
}
