using Seq.Model;

namespace Seq.Cli.Models;

/// <summary>Models of the one kind that generates a target from a source.</summary>
internal static class EncoderDecoders
{
    /// <summary>The description as an encoder-decoder's.</summary>
    /// <exception cref="ModelFormatException">The model is of another kind.</exception>
    internal static EncoderDecoderDescription Require(string path, ModelDescription description) => description as EncoderDecoderDescription
        ?? throw new ModelFormatException(path, $"This is a model of kind {description.Kind}; an encoder-decoder is needed here.", "Give another model.");
}
