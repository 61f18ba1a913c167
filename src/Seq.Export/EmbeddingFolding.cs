namespace Seq.Export;

/// <summary>When the product of embedding and input weights is computed at export, so that a step looks it up.</summary>
public enum EmbeddingFolding
{
    /// <summary>Where the table, [vocabulary, gates · hidden], has at most 32 MiB.</summary>
    Auto,

    /// <summary>Always.</summary>
    Always,

    /// <summary>Never, except for one-hot tokens: their table is the input weights themselves.</summary>
    Never,
}
