namespace Seq.Model;

/// <summary>Names of the tensors of <c>golden.safetensors</c>: a few inputs with what the trainer's model computed on them, so that a deployer can re-run parity without the trainer.</summary>
public static class GoldenPack
{
    /// <summary>int64 [batch, source]: padded source ids, rows of different lengths.</summary>
    public const string Source = "source";

    /// <summary>int64 [batch].</summary>
    public const string SourceLengths = "source_lengths";

    /// <summary>int64 [batch, target]: what the decoder was fed.</summary>
    public const string TargetInput = "target_input";

    /// <summary>int64 [batch]: real target inputs per row.</summary>
    public const string TargetLengths = "target_lengths";

    /// <summary>float [batch, target, vocabulary]: teacher-forced logits.</summary>
    public const string Logits = "logits";

    /// <summary>int64 [batch, steps]: greedy tokens, free running, padded with the end token.</summary>
    public const string GreedyTokens = "greedy_tokens";

    /// <summary>int64 [batch]: greedy tokens per row without the end token.</summary>
    public const string GreedyLengths = "greedy_lengths";
}
