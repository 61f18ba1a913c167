using Seq.Decoding.Composition;
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
        if (composition.Ensemble is null || composition.Ensemble.Contains(null!))
        {
            yield return "Ensemble is null or contains null. Use an empty list when there are no other models.";
            yield break;
        }

        if (composition.Ensemble.Contains(model))
        {
            yield return $"Ensemble contains {model.BundlePath}, which is the model itself and counts anyway. Leave it out; Weights tell how much it counts.";
        }

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
            else if (FindOtherTokens(member, model) is { } problem)
            {
                yield return $"{problem} An ensemble needs models trained with the same ones.";
            }
        }

        if (composition.Ensemble.Count == 0 && composition.Weights is not null)
        {
            yield return "Weights are set, but Ensemble is empty. Leave Weights out; the weight of a language model is LanguageModelWeight.";
        }
        else if (composition.Weights is { } weights && (weights.Count != composition.Ensemble.Count + 1 || weights.Any(weight => !float.IsFinite(weight) || weight <= 0)))
        {
            yield return $"Weights are [{string.Join(", ", weights)}]; give {composition.Ensemble.Count + 1} finite numbers above 0, the model's own first.";
        }

        if (!Enum.IsDefined(composition.Average))
        {
            yield return $"Average is {composition.Average}; use Probability or LogProbability.";
        }

        if (composition.Ensemble.Count == 0 && composition.Average != EnsembleAverage.Probability)
        {
            yield return $"Average is {composition.Average}, but Ensemble is empty. Leave Average out.";
        }

        if (composition.LanguageModel is not { } language)
        {
            if (composition.LanguageModelWeight != ModelComposition.DefaultLanguageModelWeight)
            {
                yield return $"LanguageModelWeight is {composition.LanguageModelWeight}, but there is no LanguageModel. Leave the weight out.";
            }

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
        else if (FindOtherTokens(language, model) is { } problem)
        {
            yield return $"{problem} Train the language model with those.";
        }

        if (!float.IsFinite(composition.LanguageModelWeight) || composition.LanguageModelWeight <= 0)
        {
            yield return $"LanguageModelWeight is {composition.LanguageModelWeight}; it must be finite and above 0. Leave LanguageModel out to decode without it.";
        }
    }

    /// <summary>All models are fed the same first token, and the search ends at the end tokens of the model alone.</summary>
    private static string? FindOtherTokens(SeqModel other, SeqModel model)
    {
        var (found, needed) = (other.DefaultSearch, model.DefaultSearch);
        return found.StartToken == needed.StartToken && found.EndTokens.Order().SequenceEqual(needed.EndTokens.Order())
            ? null
            : $"{other.BundlePath} begins with token {found.StartToken} and ends with [{string.Join(", ", found.EndTokens)}], "
                + $"but {model.BundlePath} with {needed.StartToken} and [{string.Join(", ", needed.EndTokens)}].";
    }

    private static bool Same(Vocabulary left, Vocabulary right) => left.Tokens.SequenceEqual(right.Tokens, StringComparer.Ordinal);
}
