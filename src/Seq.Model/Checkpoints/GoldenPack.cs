namespace Seq.Model;

/// <summary>Names of the tensors of <c>golden.safetensors</c>: a few inputs with what the trainer's model computed on them, so that a deployer can re-run parity without the trainer.</summary>
/// <remarks>
/// An encoder-decoder's has all but the prompts, a language model's all but the sources, with greedy tokens that continue the prompts; a classifier's and a tagger's
/// have sources, their lengths and logits.
/// </remarks>
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

    /// <summary>int64 [batch, prompt]: padded prompts of a language model, the start token first.</summary>
    public const string Prompt = "prompt";

    /// <summary>int64 [batch]: real prompt tokens per row.</summary>
    public const string PromptLengths = "prompt_lengths";

    /// <summary>float [batch, target, vocabulary]: teacher-forced logits; of a classifier [batch, classes], of a tagger [batch, source, tags].</summary>
    public const string Logits = "logits";

    /// <summary>float [batch, target, source]: where an encoder-decoder with attention looked at each step, zero past the source; optional.</summary>
    public const string Attention = "attention";

    /// <summary>int64 [batch, steps]: greedy tokens, free running, padded with the end token.</summary>
    public const string GreedyTokens = "greedy_tokens";

    /// <summary>int64 [batch]: greedy tokens per row without the end token.</summary>
    public const string GreedyLengths = "greedy_lengths";

    /// <summary>uint8 [bytes]: the sources as UTF-8 texts, one after another; of a language model the prompts without the start token. Optional.</summary>
    public const string SourceText = "source_text";

    /// <summary>int64 [batch]: bytes of each of these texts; 0 for tokens that are not what the vocabulary makes of their own text.</summary>
    public const string SourceTextLengths = "source_text_lengths";

    /// <summary>uint8 [bytes]: the greedy tokens as UTF-8 texts, one after another; optional.</summary>
    public const string GreedyText = "greedy_text";

    /// <summary>int64 [batch]: bytes of each of these texts.</summary>
    public const string GreedyTextLengths = "greedy_text_lengths";
}
