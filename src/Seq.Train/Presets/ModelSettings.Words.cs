using System.Text.RegularExpressions;

namespace Seq.Train;

/// <content>Says what is wrong with a description by the names of the settings that made it.</content>
public sealed partial record ModelSettings
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["attention.score"] = "attention",
        ["attention.placement"] = "attention_placement",
        ["attention.energy_size"] = "attention_size",
        ["window_attention.energy_size"] = "attention_size",
        ["adaptive_softmax.cutoffs"] = "adaptive_cutoffs",
        ["convolution.width"] = "filter_width",
        ["convolution.pool"] = "filter_pool",
    };

    /// <summary>The problems of a description of these settings; what holds for encoder and decoder alike is said once.</summary>
    internal IReadOnlyList<string> InWords(IEnumerable<string> problems) =>
        [.. problems.Select(problem => DescriptionName().Replace(problem, match => $"model.{NameOf(match.Value)}")).Distinct(StringComparer.Ordinal)];

    private string NameOf(string name) => name switch
    {
        _ when Names.TryGetValue(name, out var setting) => setting,
        "decoder.hidden" when DecoderHidden is not null => "decoder_hidden",
        "encoder.dropout" or "decoder.dropout" or "layers.dropout" when LayerDropout is not null => "layer_dropout",
        "target_embedding" when TargetEmbedding is null => "embedding",
        "source_embedding" => "embedding",
        _ => name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..],
    };

    /// <summary>A part with one of its members anywhere, a member with an underscore anywhere, or one without where it begins the sentence.</summary>
    [GeneratedRegex(@"\b(encoder|decoder|layers|attention|window_attention|adaptive_softmax|convolution)\.[a-z_]+"
        + @"|(?<![\w.])(tied_embeddings|shared_embeddings|source_embedding|target_embedding|without_feedback|context_every_step|input_dropout|embedding_dropout)\b"
        + "|^(bridge|pooling|output|dropout|embedding)(?= is )")]
    private static partial Regex DescriptionName();
}
