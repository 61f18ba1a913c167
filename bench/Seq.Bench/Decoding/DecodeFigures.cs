namespace Seq.Bench.Decoding;

/// <summary>What was measured of a case: seconds, or ratios that are medians of the ratios of each round.</summary>
internal sealed record DecodeFigures
{
    /// <summary>Tokens per row in each decode.</summary>
    public required int Steps { get; init; }

    /// <summary>Seconds of a whole call divided by its steps.</summary>
    public required double Call { get; init; }

    /// <summary>The median of the seconds from the beginning of a step to that of the next.</summary>
    public required double Median { get; init; }

    /// <summary>Their 95th percentile.</summary>
    public required double Percentile95 { get; init; }

    /// <summary>The median of the seconds inside a step: the rest of <see cref="Median"/> is search.</summary>
    public required double Inside { get; init; }

    /// <summary>The median of the seconds of a bare bound run.</summary>
    public required double Bare { get; init; }

    /// <summary><see cref="Median"/> over <see cref="Bare"/>.</summary>
    public required double OverBare { get; init; }

    /// <summary>Managed bytes per step.</summary>
    public required double Bytes { get; init; }

    /// <summary>The time in which the weights can be read, over <see cref="Median"/>; null where it says nothing.</summary>
    public double? Roofline { get; init; }

    /// <summary>The call over that of the beam in the graph.</summary>
    public double? OverGraph { get; init; }

    /// <summary>PyTorch's time over the call's.</summary>
    public PeerFigures? Torch { get; init; }

    /// <summary>The time of the loop in Node over the call's.</summary>
    public PeerFigures? Node { get; init; }
}

/// <summary>A peer beside us.</summary>
/// <param name="Times">How many times as fast we are.</param>
/// <param name="Form">How its step was written; empty where there is one way only.</param>
/// <param name="EqualTokens">The share of inputs for which it found the same tokens.</param>
internal sealed record PeerFigures(double Times, string Form, double EqualTokens);

/// <summary>What the machine can do on one core, and what was measured with what.</summary>
internal sealed record MachineFigures
{
    /// <summary>The processor, the system, the versions.</summary>
    public required string Machine { get; init; }

    /// <summary>Floating-point operations per second of a product of matrices by ONNX Runtime.</summary>
    public required double Gemm { get; init; }

    /// <summary>The same by PyTorch.</summary>
    public double? TorchGemm { get; init; }

    /// <summary>Bytes per second that are read, by the size of what is read over and over, in bytes.</summary>
    public required IReadOnlyDictionary<long, double> Bandwidth { get; init; }
}
