using Microsoft.ML.OnnxRuntime;
using Seq.Model;

namespace Seq.Runtime;

/// <content>The graph that takes and returns text.</content>
public sealed partial class BundleGraphs
{
    /// <summary>Runs the graph that does a whole greedy decode from text to text, with the vocabularies inside of it.</summary>
    /// <param name="texts">At least one text, each of at least one token of the source vocabulary.</param>
    /// <param name="maxLength">Most tokens to generate, the end token included; null takes the bundle's default.</param>
    /// <param name="cancellationToken">Ends the graph early.</param>
    /// <exception cref="InvalidInputException">There is no text, or the maximum length is below 1.</exception>
    /// <exception cref="ModelFormatException">The bundle has no such graph, or it cannot be loaded.</exception>
    /// <exception cref="InferenceException">ONNX Runtime failed; a text that the vocabulary cannot read is a reason.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public GeneratedTexts GenerateText(IReadOnlyList<string> texts, int? maxLength = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        using var call = _lifetime.Enter();
        if (texts.Count == 0 || maxLength < 1)
        {
            throw new InvalidInputException(texts.Count == 0
                ? "There are no texts; give at least one."
                : $"The maximum length is {maxLength}; it must be at least 1.");
        }

        using var given = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, [texts.Count]);
        for (var row = 0; row < texts.Count; row++)
        {
            given.StringTensorSetElementAt(texts[row], row);
        }

        using var length = OrtValue.CreateTensorValueFromMemory([(long)(maxLength ?? _maxLength)], []);
        var inputs = new Dictionary<string, OrtValue>(StringComparer.Ordinal) { [GraphNames.Text] = given, [GraphNames.MaxLength] = length };
        using var outputs = Run(GraphNames.TextGenerateGreedy, inputs, [GraphNames.GeneratedText, GraphNames.SequenceLogProbability], cancellationToken);
        return new(outputs[0].GetStringTensorAsArray(), outputs[1].GetTensorDataAsSpan<float>().ToArray());
    }
}
