using Seq.Model;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>Writes the golden pack of a classifier or a tagger: a few ragged rows with the logits.</summary>
internal static class GoldenSources
{
    private const int FewestTokens = 4;
    private const int Growth = 5;

    /// <param name="path">The file.</param>
    /// <param name="sources">Texts; of each the beginning is taken, longer than that of the one before where the text is long enough.</param>
    /// <param name="vocabulary">What the texts are made of.</param>
    /// <param name="padding">The token that pads.</param>
    /// <param name="device">Where the model is.</param>
    /// <param name="model">Takes ids [batch, source], returns [batch, classes] or [batch, source, tags].</param>
    internal static void Write(string path, IEnumerable<int[]> sources, Vocabulary vocabulary, int padding, Device device, Func<Tensor, RowLengths, Tensor> model)
    {
        int[][] rows = [.. sources.Select((source, row) => source.SkipWhile(id => id == padding).Take(FewestTokens + (row * Growth)).ToArray())];
        var (ids, lengths) = RowPadding.Pad(rows, padding);
        var time = ids.Length / lengths.Length;
        var logits = model(tensor(ids, [lengths.Length, time], device: device), new(lengths, time, device));
        var writer = new SafetensorsWriter();
        writer.Add<long>(GoldenPack.Source, [lengths.Length, time], ids);
        writer.Add<long>(GoldenPack.SourceLengths, [lengths.Length], lengths);
        writer.Add<float>(GoldenPack.Logits, logits.shape, logits.to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray());
        GoldenTexts.AddRead(writer, vocabulary, rows);
        writer.Write(path);
    }
}
