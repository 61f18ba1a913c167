namespace Seq.Train;

/// <summary>Tagged sentences of the user's own: a line <c>word⇥tag</c> for each word, a blank line behind each sentence.</summary>
internal static class TaggedFile
{
    /// <summary>The sentences of a file, which is read each time that they are gone through.</summary>
    /// <exception cref="DataException">The file is missing, or a line is not of this form.</exception>
    internal static IEnumerable<TaggedText> Read(string path) => Sentences(path, UserFile.ReadLines(path));

    private static IEnumerable<TaggedText> Sentences(string path, IEnumerable<string> lines)
    {
        var (words, tags) = (new List<string>(), new List<string>());
        foreach (var (index, line) in lines.Index())
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                if (words.Count > 0)
                {
                    yield return new([.. words], [.. tags]);
                    words.Clear();
                    tags.Clear();
                }

                continue;
            }

            if (line.Split('\t') is not [var word, var tag] || !IsWord(word) || !IsWord(tag))
            {
                throw new DataException($"{path}: line {index + 1} is not a word, one tab and its tag, each without white space. Correct it; a blank line ends a sentence.");
            }

            words.Add(word);
            tags.Add(tag);
        }

        if (words.Count > 0)
        {
            yield return new(words, tags);
        }
    }

    private static bool IsWord(string text) => text.Length > 0 && !text.Any(char.IsWhiteSpace);
}
