using System.Text;
using Seq.Model;

namespace Seq.Train;

/// <summary>Adds texts to a golden pack, so that a vocabulary whose tokens stand in another order is found where a bundle is deployed.</summary>
internal static class GoldenTexts
{
    /// <summary>Adds what was read, as far as the vocabulary makes the same tokens of it again.</summary>
    internal static void AddRead(SafetensorsWriter writer, Vocabulary vocabulary, IEnumerable<int[]> rows) =>
        Add(writer, GoldenPack.SourceText, GoldenPack.SourceTextLengths, rows.Select(row => IsReadAgain(vocabulary, row) ? vocabulary.Decode(row) : ""));

    /// <summary>Adds what was written.</summary>
    internal static void AddWritten(SafetensorsWriter writer, Vocabulary vocabulary, IEnumerable<int[]> rows) =>
        Add(writer, GoldenPack.GreedyText, GoldenPack.GreedyTextLengths, rows.Select(row => vocabulary.Decode(row)));

    private static bool IsReadAgain(Vocabulary vocabulary, int[] row)
    {
        try
        {
            return vocabulary.Encode(vocabulary.Decode(row)).AsSpan().SequenceEqual(row);
        }
        catch (VocabularyException)
        {
            return false;
        }
    }

    private static void Add(SafetensorsWriter writer, string name, string lengthsName, IEnumerable<string> texts)
    {
        byte[][] bytes = [.. texts.Select(Encoding.UTF8.GetBytes)];
        if (bytes.Any(text => text.Length > 0))
        {
            writer.Add<byte>(name, [bytes.Sum(text => text.Length)], bytes.SelectMany(text => text).ToArray());
            writer.Add<long>(lengthsName, [bytes.Length], Array.ConvertAll(bytes, text => (long)text.Length));
        }
    }
}
