namespace Seq.Model;

/// <summary>Checks that a description and its vocabularies belong together.</summary>
internal static class VocabularyFit
{
    internal static void Check(string path, ModelDescription description, Vocabulary source, Vocabulary target)
    {
        if (description is not EncoderDecoderDescription model)
        {
            return;
        }

        CheckCount(path, "source", model.SourceVocabulary, source.Count);
        CheckCount(path, "target", model.TargetVocabulary, target.Count);
        if (target.Special.Start != model.StartToken || target.Special.End != model.EndToken)
        {
            throw new ModelFormatException(
                path,
                $"The description starts with token {model.StartToken} and ends with {model.EndToken}, but the target vocabulary starts with " +
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
