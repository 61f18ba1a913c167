namespace Seq.Train;

/// <summary>A registered data set: what it is, whose it is, and the files it consists of.</summary>
public sealed record DataSet
{
    /// <summary>The name that commands and presets use.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, in a line.</summary>
    public required string Summary { get; init; }

    /// <summary>What it is for; Brown also has tags.</summary>
    public required DataTask Task { get; init; }

    /// <summary>Who made it, and where from.</summary>
    public required string Source { get; init; }

    /// <summary>What its makers allow.</summary>
    public required string Licence { get; init; }

    /// <summary>Its files; none for a set that is generated.</summary>
    public IReadOnlyList<DataFile> Files { get; init; } = [];

    /// <summary>Whether it is made on the spot.</summary>
    public bool IsGenerated => Files.Count == 0;

    /// <summary>Size of its content, unpacked, in bytes.</summary>
    public long Bytes => Files.Sum(file => file.Bytes);
}
