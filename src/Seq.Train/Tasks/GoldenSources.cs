using Seq.Model;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>Writes the golden pack of a classifier or a tagger: a few ragged rows with the logits.</summary>
internal static class GoldenSources
{
    private const int FewestTokens = 4;
    private const int Growth = 5;

    /// <summary>The beginnings of some rows, each longer than the one before where its text is long enough.</summary>
    internal static IReadOnlyList<int[]> Of(IEnumerable<int[]> sources) =>
        [.. sources.Select((source, row) => source.Length == 0 ? [0] : source[..Math.Min(source.Length, FewestTokens + (row * Growth))])];

    /// <param name="path">The file.</param>
    /// <param name="ids">[batch · source].</param>
    /// <param name="lengths">[batch].</param>
    /// <param name="logits">[batch, classes] or [batch, source, tags].</param>
    internal static void Write(string path, long[] ids, long[] lengths, Tensor logits)
    {
        var writer = new SafetensorsWriter();
        writer.Add<long>(GoldenPack.Source, [lengths.Length, ids.Length / lengths.Length], ids);
        writer.Add<long>(GoldenPack.SourceLengths, [lengths.Length], lengths);
        writer.Add<float>(GoldenPack.Logits, logits.shape, logits.to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray());
        writer.Write(path);
    }
}
