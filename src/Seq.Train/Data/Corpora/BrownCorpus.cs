using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Seq.Train;

/// <summary>A sentence of the Brown corpus.</summary>
/// <param name="Text">The text that it is from, <c>ca01</c> to <c>cr09</c>.</param>
/// <param name="Words">Words and marks.</param>
/// <param name="Tags">The tag of each.</param>
internal sealed record BrownSentence(string Text, IReadOnlyList<string> Words, IReadOnlyList<string> Tags);

/// <summary>Reads the Brown corpus out of its package.</summary>
internal static class BrownCorpus
{
    private static readonly string[] Doubled = ["?", "!", ";", ":"];

    /// <summary>All sentences in the order of their texts' names.</summary>
    /// <param name="folders">Where the package lies.</param>
    /// <param name="mergesDoubledMarks">Whether the second of two equal marks <c>? ! ; :</c> is dropped.</param>
    /// <exception cref="DataException">The package is missing or damaged, or a token has no tag.</exception>
    internal static IReadOnlyList<BrownSentence> Read(DataFolders folders, bool mergesDoubledMarks)
    {
        using var stream = folders.Open(BrownSet.Set.Files[0]);
        var packed = new MemoryStream();
        stream.CopyTo(packed);
        packed.Position = 0;
        return [.. Texts(packed).OrderBy(text => text.Name, StringComparer.Ordinal).SelectMany(text => Sentences(text.Name, text.Content, mergesDoubledMarks))];
    }

    /// <summary>The sentences of a text: a line each, tokens <c>word/tag</c>, blank lines between paragraphs.</summary>
    internal static IEnumerable<BrownSentence> Sentences(string name, string content, bool mergesDoubledMarks)
    {
        var number = 0;
        foreach (var line in content.Split('\n'))
        {
            number++;
            var tokens = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (tokens.Length == 0)
            {
                continue;
            }

            var (words, tags) = (new List<string>(), new List<string>());
            foreach (var token in tokens)
            {
                var slash = token.LastIndexOf('/'); // A word may hold one: 1/2/cd.
                if (slash <= 0 || slash == token.Length - 1)
                {
                    throw new DataException($"{name}, line {number}: '{token}' is not word/tag. Fetch the corpus again: `seq data get brown`.");
                }

                var word = token[..slash];
                if (!(mergesDoubledMarks && words.Count > 0 && words[^1] == word && Doubled.Contains(word, StringComparer.Ordinal)))
                {
                    words.Add(word);
                    tags.Add(token[(slash + 1)..]);
                }
            }

            yield return new(name, words, tags);
        }
    }

    private static IEnumerable<(string Name, string Content)> Texts(Stream packed)
    {
        using var archive = new TarReader(new GZipStream(packed, CompressionMode.Decompress));
        while (archive.GetNextEntry() is { } entry)
        {
            var name = entry.Name.Split('/')[^1];
            if (entry.DataStream is { } data && name.Length == 4 && name[0] == 'c' && name[1] is >= 'a' and <= 'r' && char.IsAsciiDigit(name[2]) && char.IsAsciiDigit(name[3]))
            {
                using var reader = new StreamReader(data, Encoding.ASCII);
                yield return (name, reader.ReadToEnd());
            }
        }
    }
}
