namespace Seq.Train;

/// <summary>The error of a set that is asked for what it does not hold.</summary>
internal static class WrongTask
{
    internal static DataException Of(DataSet set, string wanted, string sets) =>
        new($"The set '{set.Name}' ({set.Summary}) is not for {wanted}; sets that are: {sets}. A file of your own is given by its path.");
}
