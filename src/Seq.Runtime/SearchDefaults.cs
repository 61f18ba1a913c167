using Seq.Decoding;
using Seq.Model;

namespace Seq.Runtime;

/// <summary>The search that a bundle asks for when the caller does not say.</summary>
internal static class SearchDefaults
{
    /// <summary>The search; null for a model that generates nothing.</summary>
    internal static SearchOptions? Of(Bundle bundle) => bundle.Description switch
    {
        EncoderDecoderDescription model => Of(bundle.Manifest.Decoding, model.StartToken, model.EndToken),
        LanguageModelDescription model => Of(bundle.Manifest.Decoding, model.StartToken, model.EndToken),
        _ => null,
    };

    private static SearchOptions Of(DecodingDefaults defaults, int start, int? end) => new()
    {
        StartToken = start,
        EndTokens = end is { } token ? [token] : [],
        MaxLength = defaults.MaxLength,
        BeamSize = defaults.BeamSize,
    };
}
