using Seq.Model;

namespace Seq.Train;

/// <summary>Joins lines to one stream of ids.</summary>
internal static class LanguageStream
{
    /// <summary>Encodes lines and puts marks between them.</summary>
    /// <param name="lines">Lines, or the pieces of a text.</param>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="marks">What stands between lines.</param>
    /// <param name="expected">About how many tokens there are, so that room for them is made once; 0 where nobody knows.</param>
    /// <exception cref="DataException">The vocabulary lacks the mark's token, or there are fewer than two tokens.</exception>
    internal static TokenStream Of(IEnumerable<string> lines, Vocabulary vocabulary, LineMarks marks, long expected = 0)
    {
        var (ids, count) = (new int[(int)Math.Min(expected + 2, Array.MaxLength)], 0);
        var characters = 0L;
        var mark = marks switch
        {
            LineMarks.None => vocabulary.Special.Start,
            LineMarks.Start => vocabulary.Special.Start ?? throw Missing("start"),
            _ => vocabulary.Special.End ?? throw Missing("end"),
        };
        if (marks == LineMarks.None && mark is { } first)
        {
            AddMark(first); // So that the first token is predicted too, and generation has something to start from.
        }

        foreach (var line in lines)
        {
            if (marks == LineMarks.Start)
            {
                AddMark(mark!.Value);
            }

            Add(vocabulary.Encode(line));
            characters += line.Count(unit => !char.IsLowSurrogate(unit));
            if (marks == LineMarks.End)
            {
                AddMark(mark!.Value);
            }
        }

        if (marks == LineMarks.Start)
        {
            AddMark(mark!.Value); // The last line ends as all others do: where the next would start.
        }

        var isNearlyFull = ids.Length - count <= count / 8; // A copy would need the room of both for a moment.
        return new(isNearlyFull ? ids.AsMemory(0, count) : ids.AsSpan(0, count).ToArray(), characters);

        void AddMark(int id)
        {
            Add([id]);
            characters++;
        }

        void Add(ReadOnlySpan<int> more)
        {
            if (more.Length > ids.Length - count)
            {
                Array.Resize(ref ids, (int)Math.Min(Math.Max(2L * ids.Length, (long)count + more.Length), Array.MaxLength));
            }

            more.CopyTo(ids.AsSpan(count));
            count += more.Length;
        }
    }

    private static DataException Missing(string role) => new($"Lines are to be marked by the {role} token, but the vocabulary has none; name one, or mark no lines.");
}
