using Seq.Train;

namespace Seq.Cli.Data;

/// <summary>A set, as <c>seq data list --json</c> prints it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Summary">What it is.</param>
/// <param name="Task">What it is for.</param>
/// <param name="Source">Who made it.</param>
/// <param name="Licence">What its makers allow.</param>
/// <param name="Bytes">Size, unpacked.</param>
/// <param name="IsHere">Whether all its files are in one of the folders.</param>
/// <param name="Files">Its files, by the path below a folder.</param>
internal sealed record DataSetLine(
    string Name, string Summary, DataTask Task, string Source, string Licence, long Bytes, bool IsHere, IReadOnlyList<DataFileLine> Files)
{
    internal static DataSetLine Of(DataSet set, DataFolders folders) => new(
        set.Name, set.Summary, set.Task, set.Source, set.Licence, set.Bytes,
        set.Files.All(file => folders.Find(file) is not null),
        [.. set.Files.Select(file => new DataFileLine(set.Name, folders.Find(file) ?? file.Path, file.Bytes, file.Sha256, file.Origin?.Text))]);
}

/// <summary>A file, as <c>seq data get --json</c> prints it.</summary>
/// <param name="Set">The set that it belongs to.</param>
/// <param name="Path">Where it is, or would be below a folder.</param>
/// <param name="Bytes">Size, unpacked.</param>
/// <param name="Sha256">Hash of the content, unpacked.</param>
/// <param name="Origin">Where it is fetched from; null where it cannot be.</param>
internal sealed record DataFileLine(string Set, string Path, long Bytes, string Sha256, string? Origin);
