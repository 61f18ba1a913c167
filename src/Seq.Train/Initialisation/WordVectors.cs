using System.Globalization;
using Seq.Model;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>Word vectors from a text file: a word and its numbers to a line, parted by spaces; word2vec's has a first line with the number of words and the width, GloVe's has not.</summary>
internal static class WordVectors
{
    /// <summary>Copies the vectors of known words into their rows; the other rows stay as they are.</summary>
    /// <param name="path">The file.</param>
    /// <param name="vocabulary">The words.</param>
    /// <param name="table">[vocabulary, width].</param>
    /// <returns>Number of words found. Of a word that the file lists twice the first vector counts.</returns>
    /// <exception cref="DataException">The file is missing, or a line is not of that form or width; the message has its number.</exception>
    internal static int Copy(string path, Vocabulary vocabulary, Parameter table)
    {
        using var stream = Open(path);
        var (tokens, width) = ((int)table.shape[0], (int)table.shape[1]);
        if (tokens != vocabulary.Count)
        {
            throw new DataException($"{path}: the embedding has {tokens} rows, but the vocabulary {vocabulary.Count} tokens. Give the vocabulary that the model was made for.");
        }

        var values = table.to(ScalarType.Float32).cpu().data<float>().ToArray();
        var found = new bool[tokens];
        var vector = new float[width];
        var number = 0;
        foreach (var line in Utf8Lines.Read(stream, path))
        {
            number++;
            if (number == 1 && IsHeader(line, width, path))
            {
                continue;
            }

            var word = Parse(line, vector, path, number);
            if (vocabulary.TryGetId(word, out var id) && !found[id])
            {
                found[id] = true;
                vector.CopyTo(values.AsSpan(id * width, width));
            }
        }

        using var scope = NewDisposeScope();
        table.copy_(tensor(values, [tokens, width]));
        return found.Count(hit => hit);
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: the word vectors cannot be opened ({exception.Message}). Give the path of a text file in the form of word2vec or GloVe.", exception);
        }
    }

    /// <summary>Two whole numbers, the number of words and the width, which no line of a vector can be unless the vectors have one number.</summary>
    private static bool IsHeader(string line, int width, string path)
    {
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 2 || !Array.TrueForAll(fields, field => int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            return false;
        }

        var said = int.Parse(fields[1], CultureInfo.InvariantCulture);
        if (said != width && width != 1)
        {
            throw Wrong(path, 1, $"as a header it says {said} numbers to a word, but the model's embedding is {width} wide");
        }

        return said == width;
    }

    /// <summary>Reads the numbers from the end: a few words of published files contain spaces.</summary>
    private static string Parse(string line, float[] vector, string path, int number)
    {
        var rest = line.AsSpan().TrimEnd(' ');
        for (var place = vector.Length - 1; place >= 0; place--)
        {
            var space = rest.LastIndexOf(' ');
            if (space < 0)
            {
                throw Wrong(path, number, $"it has {vector.Length - 1 - place} numbers after its word, but the model's embedding is {vector.Length} wide");
            }

            var field = rest[(space + 1)..];
            if (!float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out vector[place]) || !float.IsFinite(vector[place]))
            {
                throw Wrong(path, number, $"'{field}' is not a finite number");
            }

            rest = rest[..space].TrimEnd(' ');
        }

        if (rest.IsEmpty)
        {
            throw Wrong(path, number, "it has no word before its numbers");
        }

        var last = rest.LastIndexOf(' ');
        if (last >= 0 && float.TryParse(rest[(last + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        {
            throw Wrong(path, number, $"it has more than {vector.Length} numbers, the width of the model's embedding");
        }

        return rest.ToString();
    }

    private static DataException Wrong(string path, int number, string problem) =>
        new($"{path}: line {number} is no word vector: {problem}. A line is a word and its numbers, parted by spaces.");
}
