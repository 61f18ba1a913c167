namespace Seq.Train;

/// <summary>The registered data sets.</summary>
public static class DataSets
{
    /// <summary>All sets, the ones that are generated last.</summary>
    public static IReadOnlyList<DataSet> All { get; } =
    [
        BrownSet.Set,
        WikiText2Set.Set,
        ImdbSet.Set,
        Multi30kSet.Set,
        CmuDictSet.Set,
        MobyDickSet.Set,
        TinyShakespeareSet.Set,
        NamesSet.Set,
        Generated("digits", "spelled digits and their figures: \"one two five\" becomes \"125\"", DataTask.Pairs),
        Generated("echo", "rows of 5 ids below 100, of which the first 2 are said again: 8,000 to learn from, 2,000 for test", DataTask.Pairs),
        Generated("toy", "two lines of a nursery rhyme, 16 tokens with their marks", DataTask.Language),
    ];

    /// <summary>Finds a set.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="DataException">No set has that name; the message lists the names.</exception>
    public static DataSet Find(string name) => TryFind(name)
        ?? throw new DataException($"No data set is named '{name}'. Sets: {string.Join(", ", All.Select(set => set.Name))}. A file of your own is given by its path.");

    /// <summary>Finds a set, or null where no set has that name.</summary>
    internal static DataSet? TryFind(string name) => All.FirstOrDefault(set => set.Name == name);

    private static DataSet Generated(string name, string summary, DataTask task) =>
        new() { Name = name, Summary = summary, Task = task, Source = "generated", Licence = "MIT, as Seq" };
}
