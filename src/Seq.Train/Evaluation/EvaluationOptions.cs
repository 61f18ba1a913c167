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
    /// A model that is measured in place of the checkpoint, on the data of its training; null for the checkpoint. Of an encoder-decoder it does what runs free; teacher forced, the checkpoint is
    /// measured. A language model reads the part as one stream, a checkpoint some streams side by side, which begin without a memory: their perplexities differ by a little.
    /// </summary>
    public IEvaluatedModel? Model { get; init; }

    /// <summary>Draws the samples of data that is generated without end; null for the usual ones.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Threads of libtorch; null for those of its training.</summary>
    public int? Threads { get; init; }

    /// <summary>Where the model is computed; null for where it was trained.</summary>
    public string? Device { get; init; }

    /// <summary>Where registered data sets lie; null for the folders that the environment names.</summary>
    public DataFolders? Data { get; init; }
}
