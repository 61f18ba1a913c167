namespace Seq.Train;

/// <summary>The reviews of films, with the official test part and a validation part of whole films.</summary>
internal static class ImdbReviews
{
    /// <summary>Reads the reviews.</summary>
    /// <param name="folders">Where they lie.</param>
    /// <param name="validationShare">Share of the train part that is set aside, from 0 to 1.</param>
    /// <param name="seed">Decides which films are set aside.</param>
    internal static PartedItems<LabelledText> Read(DataFolders folders, double validationShare, ulong seed)
    {
        var files = ImdbSet.Set.Files;
        var (ofTrain, ofTest) = (Reviews(folders, files[0]), Reviews(folders, files[2]));
        var (train, test) = (ofTrain.Count(), ofTest.Count());
        var films = folders.ReadLines(files[1]).Select(line => line.Split('\t')[^1]).ToList();
        var places = ByGroup<int>([.. Enumerable.Range(0, train)], films, validationShare, seed);
        return new(ofTrain.Concat(ofTest), new(places.Train, places.Validation, [.. Enumerable.Range(train, test)]));
    }

    /// <summary>Sets whole groups aside, in random order, until their items make up a share.</summary>
    /// <param name="items">The items.</param>
    /// <param name="groups">The group of each.</param>
    /// <param name="share">From 0 to 1; the group that reaches it is the last.</param>
    /// <param name="seed">Decides the order of the groups.</param>
    internal static (IReadOnlyList<T> Train, IReadOnlyList<T> Validation) ByGroup<T>(IReadOnlyList<T> items, IReadOnlyList<string> groups, double share, ulong seed)
    {
        var sizes = groups.CountBy(group => group, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        string[] order = [.. sizes.Keys.Order(StringComparer.Ordinal)];
        new SeededRandom(EpochSeed.Of(seed, 0)).Shuffle<string>(order);
        var aside = new HashSet<string>(StringComparer.Ordinal);
        var wanted = new PartShares(share, 0).Of(items.Count).Validation;
        var count = 0;
        foreach (var group in order.TakeWhile(_ => count < wanted))
        {
            aside.Add(group);
            count += sizes[group];
        }

        return ([.. items.Where((_, place) => !aside.Contains(groups[place]))], [.. items.Where((_, place) => aside.Contains(groups[place]))]);
    }

    private static IEnumerable<LabelledText> Reviews(DataFolders folders, DataFile file) =>
        folders.ReadLines(file).Select(line => new LabelledText(line[0] == '1' ? "positive" : "negative", line[2..]));
}
