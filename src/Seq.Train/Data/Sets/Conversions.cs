using System.IO.Compression;
using System.Text;

namespace Seq.Train;

/// <summary>Makes the content of a registered file out of a fetched one.</summary>
/// <param name="fetched">The fetched file.</param>
/// <param name="content">Receives the content.</param>
internal delegate void Conversion(string fetched, Stream content);

/// <summary>What is done to fetched files.</summary>
internal static class Conversions
{
    /// <summary>Nothing.</summary>
    internal static void None(string fetched, Stream content)
    {
        using var file = File.OpenRead(fetched);
        file.CopyTo(content);
    }

    /// <summary>Unpacks gzip.</summary>
    internal static void Gunzip(string fetched, Stream content)
    {
        using var file = new GZipStream(File.OpenRead(fetched), CompressionMode.Decompress);
        file.CopyTo(content);
    }

    /// <summary>Takes the one member of a zip archive that has a name, in whatever folder.</summary>
    internal static Conversion Unzip(string member) => (fetched, content) =>
    {
        using var archive = ZipFile.OpenRead(fetched);
        var entry = archive.Entries.FirstOrDefault(entry => entry.Name == member)
            ?? throw new InvalidDataException($"The archive has no member '{member}'.");
        using var stream = entry.Open();
        stream.CopyTo(content);
    };

    /// <summary>Takes the novel out of Project Gutenberg's text 2701: without its header, its licence and the transcribers' note, line ends as <c>\n</c>.</summary>
    internal static void MobyDick(string fetched, Stream content)
    {
        var text = File.ReadAllText(fetched, Encoding.UTF8).Replace("\r\n", "\n", StringComparison.Ordinal);
        var (start, note) = (Find("MOBY-DICK;\n", 0), Find("Original Transcriber", 0));
        var (afterNote, end) = (Find("  ETYMOLOGY.\n", note), Find("\n\n\n\n\nEnd of Project Gutenberg", note));
        content.Write(Encoding.UTF8.GetBytes(string.Concat(text.AsSpan(start, note - start), text.AsSpan(afterNote, end - afterNote))));

        int Find(string mark, int from) => text.IndexOf(mark, from, StringComparison.Ordinal) is >= 0 and var place
            ? place
            : throw new InvalidDataException($"The text lacks the passage '{mark.Trim()}'.");
    }

    /// <summary>The reviews of a part of the IMDB archive, <c>label⇥text</c>, in the order of their numbers, negative before positive.</summary>
    internal static Conversion ImdbTexts(string part) => (fetched, content) =>
    {
        foreach (var (label, review) in ImdbArchive.Read(fetched, part))
        {
            content.Write(Encoding.UTF8.GetBytes($"{label}\t{review.Text.Replace('\t', ' ')}\n"));
        }
    };

    /// <summary>The films of the same reviews in the same order: <c>number⇥pos|neg⇥rating⇥title id</c>.</summary>
    internal static Conversion ImdbFilms(string part) => (fetched, content) =>
    {
        foreach (var (label, review) in ImdbArchive.Read(fetched, part))
        {
            content.Write(Encoding.UTF8.GetBytes($"{review.Number}\t{(label == 1 ? "pos" : "neg")}\t{review.Rating}\t{review.Film}\n"));
        }
    };
}
