using Seq.Model;
using Seq.Runtime;

namespace Seq.Cli.Generation;

/// <summary>A text to work on.</summary>
/// <param name="Text">The text.</param>
/// <param name="Number">Its place among all inputs, from 0; it names the text's own random numbers.</param>
/// <param name="Origin">Where it stands, for messages: <c>--input</c>, or a file and line.</param>
internal sealed record InputLine(string Text, uint Number, string Origin)
{
    /// <summary>The text as the ids of a model; a message about it says where it stands.</summary>
    /// <exception cref="SeqException">The text holds a token that the model does not know, or is empty though the model needs one.</exception>
    internal IReadOnlyList<int> Encode(SeqModel model)
    {
        try
        {
            var ids = model.SourceVocabulary.Encode(Text);
            if (ids.Length == 0 && model.Description is not LanguageModelDescription)
            {
                throw new SeqException($"{Origin}: The text is empty. Give at least one token, or remove the line.");
            }

            return model.Description is ClassifierDescription ? model.SourceVocabulary.FitRow(ids) : ids;
        }
        catch (VocabularyException exception)
        {
            throw new SeqException($"{Origin}: {exception.Message}", exception);
        }
    }
}
