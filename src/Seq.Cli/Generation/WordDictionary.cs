using Seq.Model;

namespace Seq.Cli.Generation;

/// <summary>The file of <c>--dictionary</c>: a source word, a tab, and what stands for it in the output.</summary>
internal static class WordDictionary
{
    /// <exception cref="SeqException">There is no such file, a line is no pair, or a word stands twice.</exception>
    internal static IReadOnlyDictionary<string, string> Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new ModelFormatException(path, "There is no such file.", "Check the path given to --dictionary.");
        }

        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (line, index) in File.ReadLines(path).Select((line, index) => (line, index)))
        {
            if (line.Split('\t') is not [{ Length: > 0 } word, { Length: > 0 } output])
            {
                throw new SeqException($"{path}, line {index + 1}: The line is not a source word, one tab and what stands for it.");
            }

            if (!words.TryAdd(word, output))
            {
                throw new SeqException($"{path}, line {index + 1}: '{word}' stands there twice; keep one.");
            }
        }

        return words;
    }
}
