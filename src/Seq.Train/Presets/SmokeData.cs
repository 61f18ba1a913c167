namespace Seq.Train;

/// <summary>Generated data for each kind of model: sentences of three words with a rule behind them.</summary>
internal static class SmokeData
{
    private const int Rows = 120;
    private static readonly string[] Subjects = ["anna", "bob", "the whale", "a sailor"];
    private static readonly string[] Verbs = ["sees", "hears", "follows", "paints"];
    private static readonly string[] Objects = ["the sea", "a ship", "the moon", "old maps"];

    /// <summary>Writes the data.</summary>
    /// <param name="task">The kind of model.</param>
    /// <param name="folder">Where.</param>
    /// <returns>Path of the file.</returns>
    internal static string Write(TaskKind task, string folder)
    {
        var path = Path.Combine(folder, task == TaskKind.LanguageModel ? "smoke.txt" : "smoke.tsv");
        var random = new SeededRandom(1);
        File.WriteAllLines(path, Enumerable.Range(0, Rows).Select(_ => Line(task, random)));
        return path;
    }

    private static string Line(TaskKind task, SeededRandom random)
    {
        var (subject, verb, @object) = (random.Next(Subjects.Length), random.Next(Verbs.Length), random.Next(Objects.Length));
        var sentence = $"{Subjects[subject]} {Verbs[verb]} {Objects[@object]}";
        return task switch
        {
            TaskKind.LanguageModel => $"{sentence} .",
            TaskKind.EncoderDecoder => $"{sentence}\t{Objects[@object]} {Verbs[verb]} {Subjects[subject]}",
            TaskKind.Classifier => $"{(verb < 2 ? "senses" : "acts")}\t{sentence}",
            _ => string.Concat(sentence.Split(' ').Select(word => $"{word}\t{TagOf(word)}\n")),
        };
    }

    private static string TagOf(string word) => word is "a" or "the" ? "article" : Verbs.Contains(word) ? "verb" : word is "old" ? "adjective" : "noun";
}
