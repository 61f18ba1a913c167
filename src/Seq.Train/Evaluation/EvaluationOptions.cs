namespace Seq.Train;

/// <summary>What a checkpoint is measured on, and how.</summary>
public sealed record EvaluationOptions
{
    /// <summary>The part of the data; the test part by default.</summary>
    public DataPart Part { get; init; } = DataPart.Test;

    /// <summary>Most samples; null for all. Of generated data, how many are drawn.</summary>
    public int? Samples { get; init; }

    /// <summary>Hypotheses of the beam search for an encoder-decoder; null for what the settings of its training say.</summary>
    public int? Beam { get; init; }

    /// <summary>
    /// Writes the outputs of an encoder-decoder that run free, in place of the checkpoint's own search: another runtime, or several models together. It is given the token ids of sources
    /// and the most tokens that an output may have, its end token counted, and returns the tokens of each output without the end token. Null for the checkpoint.
    /// </summary>
    public Func<IReadOnlyList<int[]>, int, IReadOnlyList<int[]>>? Decoder { get; init; }

    /// <summary>Draws the samples of data that is generated without end; null for the usual ones.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Threads of libtorch; null for those of its training.</summary>
    public int? Threads { get; init; }

    /// <summary>Where the model is computed; null for where it was trained.</summary>
    public string? Device { get; init; }

    /// <summary>Where registered data sets lie; null for the folders that the environment names.</summary>
    public DataFolders? Data { get; init; }
}
