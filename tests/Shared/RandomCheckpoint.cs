using Seq.Model;

namespace Seq.Tests;

/// <summary>Writes checkpoints whose weights are random numbers: enough to compare two ways of computing the same model.</summary>
internal static class RandomCheckpoint
{
    /// <summary>Writes a checkpoint and opens it.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="description">What the model is.</param>
    /// <param name="seed">Same seed, same weights.</param>
    /// <param name="scale">Weights are uniform in ± this.</param>
    /// <param name="change">Changes tensors before they are written; null for none.</param>
    /// <param name="more">Writes further files; null for none.</param>
    /// <param name="source">The source vocabulary; null for words <c>s0</c>, <c>s1</c>, …</param>
    /// <param name="target">The target vocabulary, a language model's only one; null for words <c>t0</c>, <c>t1</c>, …</param>
    internal static Checkpoint Write(
        string path, ModelDescription description, int seed, float scale = 0.6f,
        Action<Dictionary<string, float[]>>? change = null, Action<string>? more = null, Vocabulary? source = null, Vocabulary? target = null)
    {
        var weights = Weights(description, seed, scale);
        change?.Invoke(weights);
        var writer = new SafetensorsWriter();
        foreach (var parameter in description.Parameters)
        {
            writer.Add<float>(parameter.Name, [.. parameter.Shape.Select(size => (long)size)], weights[parameter.Name]);
        }

        target ??= TargetVocabulary(description);
        source ??= description is LanguageModelDescription ? target : SourceVocabulary(description);
        Checkpoint.Write(path, description, source, target, writer, more);
        return Checkpoint.Open(path);
    }

    /// <summary>Every parameter of a description, by name.</summary>
    internal static Dictionary<string, float[]> Weights(ModelDescription description, int seed, float scale)
    {
        var random = new Random(seed);
        var weights = new Dictionary<string, float[]>(StringComparer.Ordinal);
        foreach (var parameter in description.Parameters)
        {
            var data = new float[parameter.ElementCount];
            for (var i = 0; i < data.Length; i++)
            {
                data[i] = ((random.NextSingle() * 2f) - 1f) * scale;
            }

            weights.Add(parameter.Name, data);
        }

        return weights;
    }

    /// <summary>Words <c>s0</c>, <c>s1</c>, …; of a language model, those of <see cref="TargetVocabulary"/>.</summary>
    internal static Vocabulary SourceVocabulary(ModelDescription description) => description switch
    {
        EncoderDecoderDescription model => Words('s', model.SourceVocabulary, SpecialTokens.None),
        ClassifierDescription model => Words('s', model.Vocabulary, SpecialTokens.None),
        TaggerDescription model => Words('s', model.Vocabulary, SpecialTokens.None),
        _ => TargetVocabulary(description),
    };

    /// <summary>Words <c>t0</c>, <c>t1</c>, …, with the description's start and end.</summary>
    internal static Vocabulary TargetVocabulary(ModelDescription description) => description switch
    {
        EncoderDecoderDescription model => Words('t', model.TargetVocabulary, new() { Start = model.StartToken, End = model.EndToken }),
        LanguageModelDescription model => Words('t', model.Vocabulary, new() { Start = model.StartToken, End = model.EndToken }),
        ClassifierDescription model => Words('t', model.Labels, SpecialTokens.None),
        TaggerDescription model => Words('t', model.Tags, SpecialTokens.None),
        _ => throw new ArgumentOutOfRangeException(nameof(description), description.Kind, "The kind of model is not known here."),
    };

    private static Vocabulary Words(char letter, int count, SpecialTokens special) =>
        new(TokenUnit.Words, [.. Enumerable.Range(0, count).Select(id => $"{letter}{id}")], special);
}
