using Seq.Model;

namespace Seq.Parity.Tests;

/// <summary>What parity said of a model of the matrix.</summary>
/// <param name="Number">The model.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Cell">The cell of the layers that write or label.</param>
/// <param name="Scale">By how much its weights were multiplied.</param>
/// <param name="Passed">Whether every check passed.</param>
/// <param name="Failure">What differs; null when it passed.</param>
/// <param name="Checks">Number of checks.</param>
/// <param name="TrainerError">The trainer's distance from float64.</param>
/// <param name="BundleError">The bundle's.</param>
/// <param name="IllConditioned">Whether the trainer itself is far from float64.</param>
/// <param name="Sequences">Sequences of searches compared.</param>
/// <param name="WithinRounding">Rows of a search that turned on less than float32 can tell.</param>
internal sealed record MatrixRow(
    int Number, string Kind, CellKind Cell, float Scale, bool Passed, string? Failure, int Checks, double TrainerError, double BundleError,
    bool IllConditioned, long Sequences, long WithinRounding)
{
    internal static CellKind CellOf(ModelDescription model) => model switch
    {
        EncoderDecoderDescription pair => pair.Decoder.Cell,
        LanguageModelDescription language => language.Layers.Cell,
        ClassifierDescription classifier => classifier.Layers.Cell,
        TaggerDescription tagger => tagger.Layers.Cell,
        _ => throw new ArgumentOutOfRangeException(nameof(model), model.Kind, "The kind of model is not known here."),
    };
}
