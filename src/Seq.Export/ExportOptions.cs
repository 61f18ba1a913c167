namespace Seq.Export;

/// <summary>How a checkpoint becomes a bundle.</summary>
public sealed record ExportOptions
{
    /// <summary>The defaults.</summary>
    public static ExportOptions Default { get; } = new();

    /// <summary>Most tokens to generate when a caller of the bundle does not say, the end token included; from 1.</summary>
    /// <value>256.</value>
    public int MaxLength { get; init; } = 256;

    /// <summary>Live hypotheses per input when a caller of the bundle does not say; 1 is greedy.</summary>
    /// <value>1.</value>
    public int BeamSize { get; init; } = 1;

    /// <summary>
    /// Bytes of weights above which they go into one file, <c>weights.bin</c>, that all graphs share, instead of into each graph.
    /// A graph with its weights inside is one file to deploy, but four graphs then hold the decoder up to three times.
    /// </summary>
    /// <value>64 MiB.</value>
    public long ExternalDataThreshold { get; init; } = 64L << 20;

    /// <summary>Checks the options.</summary>
    /// <exception cref="ExportException">They are not valid; the message lists every problem.</exception>
    internal void Validate()
    {
        var problems = new List<string>();
        if (MaxLength < 1)
        {
            problems.Add($"MaxLength is {MaxLength}; it must be at least 1.");
        }

        if (BeamSize < 1)
        {
            problems.Add($"BeamSize is {BeamSize}; it must be at least 1.");
        }

        if (ExternalDataThreshold < 0)
        {
            problems.Add($"ExternalDataThreshold is {ExternalDataThreshold}; use 0 to keep all weights in weights.bin.");
        }

        if (problems.Count > 0)
        {
            throw new ExportException("The export options are not valid: " + string.Join(" ", problems));
        }
    }
}
