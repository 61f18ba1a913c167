namespace Seq.Train;

/// <summary>Tagged sentences of the user's own: a line <c>word⇥tag</c> for each word, a blank line behind each sentence.</summary>
internal static class TaggedFile
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="DataException">The file is missing, or a line is not of this form.</exception>
    internal static IReadOnlyList<TaggedText> Read(string path)
    {
        var sentences = new List<TaggedText>();
        var (words, tags) = (new List<string>(), new List<string>());
        foreach (var (index, line) in UserFile.ReadLines(path).Index())
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                End();
                continue;
            }

            if (line.Split('\t') is not [var word, var tag] || !IsWord(word) || !IsWord(tag))
            {
                throw new DataException($"{path}: line {index + 1} is not a word, one tab and its tag, each without white space. Correct it; a blank line ends a sentence.");
            }

            words.Add(word);
            tags.Add(tag);
        }

        End();
        return sentences;

        void End()
        {
            if (words.Count > 0)
            {
                sentences.Add(new([.. words], [.. tags]));
                words.Clear();
                tags.Clear();
            }
        }
    }

    private static bool IsWord(string text) => text.Length > 0 && !text.Any(char.IsWhiteSpace);
}
