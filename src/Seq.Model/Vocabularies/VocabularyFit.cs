namespace Seq.Model;

/// <summary>Checks that a description and its vocabularies belong together.</summary>
internal static class VocabularyFit
{
    internal static void Check(string path, ModelDescription description, Vocabulary source, Vocabulary target)
    {
        switch (description)
        {
            case EncoderDecoderDescription model:
                CheckCount(path, "source", model.SourceVocabulary, source.Count);
                CheckCount(path, "target", model.TargetVocabulary, target.Count);
                CheckTokens(path, model.StartToken, model.EndToken, target);
                break;
            case LanguageModelDescription model:
                CheckCount(path, "source", model.Vocabulary, source.Count);
                CheckCount(path, "target", model.Vocabulary, target.Count);
                CheckTokens(path, model.StartToken, model.EndToken, target);
                break;
            case ClassifierDescription model:
                CheckCount(path, "source", model.Vocabulary, source.Count);
                CheckCount(path, "target", model.Labels, target.Count);
                break;
            case TaggerDescription model:
                CheckCount(path, "source", model.Vocabulary, source.Count);
                CheckCount(path, "target", model.Tags, target.Count);
                break;
            default:
                throw new ModelFormatException(path, $"Models of kind {description.Kind} have no rule for their vocabularies.", "Use a newer version of Seq.");
        }
    }

    private static void CheckTokens(string path, int start, int? end, Vocabulary target)
    {
        if (target.Special.Start != start || target.Special.End != end)
        {
            throw new ModelFormatException(
                path,
                $"The description starts with token {start} and ends with {Shown(end)}, but the target vocabulary starts with " +
                $"{Shown(target.Special.Start)} and ends with {Shown(target.Special.End)}.",
                "Use the vocabulary that the model was trained with.");
        }
    }

    private static void CheckCount(string path, string side, int described, int found)
    {
        if (described != found)
        {
            throw new ModelFormatException(
                path, $"The description has {described} {side} tokens, but the {side} vocabulary lists {found}.", "Use the vocabulary that the model was trained with.");
        }
    }

    private static string Shown(int? id) => id?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none";
}
