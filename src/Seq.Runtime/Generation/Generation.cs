using System.Collections.Immutable;

namespace Seq.Runtime;

/// <summary>What a model generated for one input.</summary>
public sealed record Generation
{
    /// <summary>The sequences, best score first. Never empty.</summary>
    public required ImmutableArray<GeneratedSequence> Hypotheses { get; init; }

    /// <summary>The sequence with the best score.</summary>
    public GeneratedSequence Best => Hypotheses[0];

    /// <summary>The text of the best sequence.</summary>
    public string Text => Best.Text;
}
