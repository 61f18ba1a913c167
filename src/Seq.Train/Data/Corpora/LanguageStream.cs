using Seq.Model;

namespace Seq.Train;

/// <summary>Joins lines to one stream of ids.</summary>
internal static class LanguageStream
{
    /// <summary>Encodes lines and puts marks between them.</summary>
    /// <exception cref="DataException">The vocabulary lacks the mark's token, or there are fewer than two tokens.</exception>
    internal static TokenStream Of(IEnumerable<string> lines, Vocabulary vocabulary, LineMarks marks)
    {
        var ids = new List<int>();
        var mark = marks switch
        {
            LineMarks.None => vocabulary.Special.Start,
            LineMarks.Start => vocabulary.Special.Start ?? throw Missing("start"),
            _ => vocabulary.Special.End ?? throw Missing("end"),
        };
        if (marks == LineMarks.None && mark is { } first)
        {
            ids.Add(first); // So that the first token is predicted too, and generation has something to start from.
        }

        foreach (var line in lines)
        {
            if (marks == LineMarks.Start)
            {
                ids.Add(mark!.Value);
            }

            ids.AddRange(vocabulary.Encode(line));
            if (marks == LineMarks.End)
            {
                ids.Add(mark!.Value);
            }
        }

        if (marks == LineMarks.Start)
        {
            ids.Add(mark!.Value); // The last line ends as all others do: where the next would start.
        }

        return new([.. ids]);
    }

    private static DataException Missing(string role) => new($"Lines are to be marked by the {role} token, but the vocabulary has none; name one, or mark no lines.");
}
