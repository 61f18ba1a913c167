using Seq.Decoding.Constraints;

namespace Seq.Runtime;

/// <content>Rules about the text of an output.</content>
public sealed partial class SeqModel
{
    /// <summary>Compiles a regular expression for the outputs of the model, spaces between words included; for a <see cref="Decoding.Processors.PatternConstraint"/>.</summary>
    /// <param name="pattern">What the whole output matches; the subset is that of <see cref="TokenAutomaton"/>.</param>
    /// <exception cref="ArgumentException">The pattern is not in the subset, or no output of the model matches.</exception>
    /// <exception cref="ModelKindException">The model generates nothing.</exception>
    public TokenAutomaton CompilePattern(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        if (_defaultSearch is null)
        {
            throw WrongKind("CompilePattern", "an encoder-decoder or a language model");
        }

        var texts = TargetVocabulary.OutputTexts();
        return TokenAutomaton.Compile(pattern, texts.Texts, texts.ContextAfter);
    }
}
