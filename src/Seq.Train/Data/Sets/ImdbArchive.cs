using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Seq.Train;

/// <summary>The archive in which IMDB's reviews are published: a file a review, named by number and rating, and lists of the films' addresses.</summary>
internal static class ImdbArchive
{
    /// <summary>The reviews of a part by number, each negative one before the positive one of the same number.</summary>
    internal static IEnumerable<(int Label, Review Review)> Read(string path, string part)
    {
        var texts = new Dictionary<(string Side, int Number), (int Rating, string Text)>();
        var films = new Dictionary<string, string[]>();
        using var archive = new TarReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (archive.GetNextEntry() is { } entry)
        {
            var names = entry.Name.TrimEnd('/').Split('/');
            if (entry.DataStream is null || names.Length < 2 || names[1] != part)
            {
                continue;
            }

            if (names.Length == 4 && names[2] is "neg" or "pos")
            {
                var numbers = Path.GetFileNameWithoutExtension(names[3]).Split('_');
                texts[(names[2], Number(numbers[0]))] = (Number(numbers[1]), ReadAll(entry.DataStream));
            }
            else if (names.Length == 3 && names[2] is "urls_neg.txt" or "urls_pos.txt")
            {
                films[names[2][5..8]] = ReadAll(entry.DataStream).Split('\n');
            }
        }

        foreach (var number in texts.Keys.Select(key => key.Number).Distinct().Order())
        {
            foreach (var (label, side) in ((int, string)[])[(0, "neg"), (1, "pos")])
            {
                if (texts.TryGetValue((side, number), out var text))
                {
                    var film = films.TryGetValue(side, out var addresses) && number < addresses.Length
                        ? addresses[number].Split('/').FirstOrDefault(word => word.StartsWith("tt", StringComparison.Ordinal)) ?? ""
                        : "";
                    yield return (label, new(number, text.Rating, film, text.Text));
                }
            }
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string ReadAll(Stream stream)
    {
        using var reader = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true));
        return reader.ReadToEnd();
    }

    /// <summary>A review.</summary>
    internal sealed record Review(int Number, int Rating, string Film, string Text);
}
