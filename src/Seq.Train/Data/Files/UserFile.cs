using System.Text.Json;

namespace Seq.Train;

/// <summary>Data of the user's own: plain text, lines with a tab, or JSON lines. Every line counts; one that is not of its form is an error that names it.</summary>
internal static class UserFile
{
    private const int ShownCharacters = 60;

    /// <summary>Whether a path ends as JSON lines do.</summary>
    internal static bool IsJsonLines(string path) =>
        path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase);

    /// <summary>The lines of a plain text, blank ones too. A file is read each time that they are gone through; a pipe says them once, so its lines are kept, packed.</summary>
    /// <exception cref="DataException">The file is missing or not UTF-8.</exception>
    internal static IEnumerable<string> ReadLines(string path)
    {
        using var file = Open(path);
        return file.CanSeek ? LinesOf(path) : new PackedTexts(Utf8Lines.Read(file, path));
    }

    /// <summary>The texts of JSON lines: <c>{"text": …}</c>.</summary>
    /// <exception cref="DataException">The file is missing, or a line is not of this form.</exception>
    internal static IEnumerable<string> ReadTexts(string path) => ReadLines(path).Select((line, index) => Members(path, index + 1, line, "text")[0]);

    /// <summary>The pairs of lines <c>source⇥target</c>, or of JSON lines <c>{"source": …, "target": …}</c>.</summary>
    /// <exception cref="DataException">The file is missing, or a line is not of this form.</exception>
    internal static IEnumerable<PairText> ReadPairs(string path) =>
        Read(path, "source", "target").Select(fields => new PairText(fields[0], fields[1]));

    /// <summary>The texts of lines <c>label⇥text</c>, or of JSON lines <c>{"label": …, "text": …}</c>. A label is a word.</summary>
    /// <exception cref="DataException">The file is missing, or a line is not of this form.</exception>
    internal static IEnumerable<LabelledText> ReadLabelled(string path) => Read(path, "label", "text").Select((fields, index) => fields[0].Any(char.IsWhiteSpace)
        ? throw Malformed(path, index + 1, fields[0], "has a label that holds white space", "use a word")
        : new LabelledText(fields[0], fields[1]));

    private static IEnumerable<string> LinesOf(string path)
    {
        using var file = Open(path);
        foreach (var line in Utf8Lines.Read(file, path))
        {
            yield return line;
        }
    }

    private static IEnumerable<string[]> Read(string path, string first, string second) => ReadLines(path).Select((line, index) =>
    {
        var fields = IsJsonLines(path) ? Members(path, index + 1, line, first, second) : line.Split('\t');
        if (fields.Length != 2)
        {
            throw Malformed(path, index + 1, line, $"has {fields.Length - 1} tabs", $"give {first}, one tab, {second}");
        }

        return fields.Any(string.IsNullOrWhiteSpace)
            ? throw Malformed(path, index + 1, line, $"has an empty {(string.IsNullOrWhiteSpace(fields[0]) ? first : second)}", "fill it in, or remove the line")
            : fields;
    });

    private static string[] Members(string path, int number, string line, params string[] names)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return [.. names.Select(name => document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                    ? value.GetString()!
                    : throw Malformed(path, number, line, $"has no text named \"{name}\"", $"give an object with {string.Join(" and ", names.Select(n => $"\"{n}\""))}"))];
        }
        catch (InvalidOperationException exception)
        {
            throw Malformed(path, number, line, "has half a surrogate pair, which is no character", "write both halves, or remove it", exception);
        }
        catch (JsonException exception)
        {
            throw Malformed(path, number, line, "is not JSON", $"give an object with {string.Join(" and ", names.Select(n => $"\"{n}\""))}", exception);
        }
    }

    private static DataException Malformed(string path, int number, string line, string what, string cure, Exception? inner = null)
    {
        var shown = string.Concat(line.Take(ShownCharacters).Select(character => char.IsControl(character) || char.IsSurrogate(character) ? '\uFFFD' : character));
        return new($"{path}: line {number} {what}: '{shown}'. Correct it: {cure}.", inner);
    }

    private static FileStream Open(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataException(
                $"'{path}' is neither a file nor a registered set. Sets: {string.Join(", ", DataSets.All.Select(set => set.Name))}. Check the path.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new DataException($"'{path}' cannot be read: {exception.Message} Check the path and its permissions.", exception);
        }
    }
}
