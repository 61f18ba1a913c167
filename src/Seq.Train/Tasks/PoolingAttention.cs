using Seq.Model;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>Where a classifier with attention pooling looked in a text, as a map of one row.</summary>
internal static class PoolingAttention
{
    private const int MostSteps = 40; // A wider map is not taken in at a glance.

    /// <summary>The map of the longest text that fits into a map whole, or of the beginning of the shortest where none does.</summary>
    /// <param name="model">The classifier, in evaluation mode.</param>
    /// <param name="texts">The texts as the model reads them, the shortest first; at least one.</param>
    /// <param name="source">Tokens of the texts.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="device">Where the model is.</param>
    internal static AttentionMap Draw(Classifier model, IReadOnlyList<int[]> texts, Vocabulary source, Vocabulary labels, Device device)
    {
        using var scope = NewDisposeScope();
        var convolution = ((ClassifierDescription)model.Description).Convolution;
        var pool = convolution?.Pool ?? 1;
        var text = texts.LastOrDefault(ids => ids.Length <= MostSteps * pool) ?? texts[0];
        var row = tensor([.. text.Select(id => (long)id)], [1, text.Length], device: device);
        var lengths = new RowLengths([text.Length], text.Length, device);
        var weights = model.PoolingWeights(row, lengths).squeeze(0).to(ScalarType.Float64).cpu().data<double>().ToArray();
        var shown = Math.Min(weights.Length, MostSteps);
        string[] steps = [.. text.Chunk(pool).Take(shown).Select(ids => string.Join(' ', ids.Select(id => source.Tokens[id])))];
        var logits = model.Logits(row, lengths);
        var label = labels.Tokens[logits.shape[1] == 1 ? (logits.item<float>() > 0 ? 1 : 0) : (int)logits.argmax(1).item<long>()];
        var title = shown < weights.Length ? FormattableString.Invariant($"the first {shown} of {weights.Length} steps of a text") : source.Decode(text);
        return new(title, steps, [label], [weights[..shown]]);
    }
}
