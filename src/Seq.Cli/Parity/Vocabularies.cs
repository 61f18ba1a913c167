using Seq.Model;

namespace Seq.Cli.Parity;

/// <summary>The sizes of what models of all kinds read and write.</summary>
internal static class Vocabularies
{
    /// <summary>Number of tokens of what is read; of a language model, its only ones.</summary>
    internal static int Source(ModelDescription model) => model switch
    {
        EncoderDecoderDescription pair => pair.SourceVocabulary,
        LanguageModelDescription language => language.Vocabulary,
        ClassifierDescription classifier => classifier.Vocabulary,
        TaggerDescription tagger => tagger.Vocabulary,
        _ => throw new SeqException($"A model of kind {model.Kind} cannot be compared; use an encoder-decoder, a language model, a classifier or a tagger."),
    };

    /// <summary>Width of the logits: number of tokens, classes or tags.</summary>
    internal static int Target(ModelDescription model) => model switch
    {
        EncoderDecoderDescription pair => pair.TargetVocabulary,
        ClassifierDescription classifier => classifier.Classes,
        TaggerDescription tagger => tagger.Tags,
        _ => Source(model),
    };

    /// <summary>The token that a model is fed first; null for one that does not write.</summary>
    internal static int? StartToken(ModelDescription model) => model switch
    {
        EncoderDecoderDescription pair => pair.StartToken,
        LanguageModelDescription language => language.StartToken,
        _ => null,
    };

    /// <summary>Whether the log-probabilities are log σ of each logit.</summary>
    internal static bool IsSigmoid(ModelDescription model) => model is ClassifierDescription { Output: ClassifierOutput.Sigmoid };
}
