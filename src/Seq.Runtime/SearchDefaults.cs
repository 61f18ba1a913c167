using Seq.Decoding;
using Seq.Model;

namespace Seq.Runtime;

/// <summary>The search that a bundle asks for when the caller does not say.</summary>
internal static class SearchDefaults
{
    internal static SearchOptions Of(Bundle bundle) => bundle.Description is EncoderDecoderDescription model
        ? new SearchOptions
        {
            StartToken = model.StartToken,
            EndTokens = [model.EndToken],
            MaxLength = bundle.Manifest.Decoding.MaxLength,
            BeamSize = bundle.Manifest.Decoding.BeamSize,
        }
        : throw new ModelFormatException(
            bundle.FolderPath, $"The model is of the kind '{bundle.Description.Kind}', which does not generate sequences from a source.",
            "Open an encoder-decoder.");
}
