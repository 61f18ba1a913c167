using Seq.Model;

namespace Seq.Runtime;

/// <summary>Checks that models can decode together.</summary>
internal static class CompositionChecks
{
    /// <exception cref="ModelCompositionException">They cannot; the exception lists every reason.</exception>
    internal static void Check(SeqModel model, ModelComposition composition)
    {
        string[] problems = [.. FindProblems(model, composition)];
        if (problems.Length > 0)
        {
            throw new ModelCompositionException(problems);
        }
    }

    private static IEnumerable<string> FindProblems(SeqModel model, ModelComposition composition)
    {
        if (composition.Ensemble.Count == 0 && composition.LanguageModel is null)
        {
            yield return "Neither Ensemble nor LanguageModel is set. Set one of them, or leave the composition out.";
        }

        foreach (var member in composition.Ensemble)
        {
            if (member.Description.Kind != model.Description.Kind)
            {
                yield return $"{member.BundlePath} is of the kind '{member.Description.Kind}', but the model is of the kind '{model.Description.Kind}'.";
            }
            else if (!Same(member.SourceVocabulary, model.SourceVocabulary) || !Same(member.TargetVocabulary, model.TargetVocabulary))
            {
                yield return $"{member.BundlePath} has other vocabularies than {model.BundlePath}. An ensemble needs models trained with the same ones.";
            }
        }

        if (composition.Weights is { } weights && (weights.Count != composition.Ensemble.Count + 1 || weights.Any(weight => !float.IsFinite(weight) || weight <= 0)))
        {
            yield return $"Weights are [{string.Join(", ", weights)}]; give {composition.Ensemble.Count + 1} finite numbers above 0, the model's own first.";
        }

        if (!Enum.IsDefined(composition.Average))
        {
            yield return $"Average is {composition.Average}; use Probability or LogProbability.";
        }

        if (composition.LanguageModel is not { } language)
        {
            yield break;
        }

        if (language.Description is not LanguageModelDescription)
        {
            yield return $"{language.BundlePath} is of the kind '{language.Description.Kind}'; a language model is needed.";
        }
        else if (!Same(language.TargetVocabulary, model.TargetVocabulary))
        {
            yield return $"{language.BundlePath} has another vocabulary than the target side of {model.BundlePath}. Train the language model with that vocabulary.";
        }

        if (!float.IsFinite(composition.LanguageModelWeight) || composition.LanguageModelWeight <= 0)
        {
            yield return $"LanguageModelWeight is {composition.LanguageModelWeight}; it must be finite and above 0. Leave LanguageModel out to decode without it.";
        }
    }

    private static bool Same(Vocabulary left, Vocabulary right) => left.Tokens.SequenceEqual(right.Tokens, StringComparer.Ordinal);
}
