using Seq.Model;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>Starts a model from the weights of another one: a classifier from a language model of the same texts, for example (Dai and Le 2015, arXiv:1511.01432).</summary>
internal static class PretrainedWeights
{
    private const string Output = "output.";
    private const string Reverse = "_reverse";

    /// <summary>
    /// Copies every tensor that both models have under one name. Rows of an embedding go by their tokens, so the vocabularies may differ; an output layer is copied only
    /// between models of one kind and one vocabulary.
    /// </summary>
    /// <param name="path">A checkpoint.</param>
    /// <param name="description">The model to be started.</param>
    /// <param name="vocabulary">Its source vocabulary.</param>
    /// <param name="table">Name of its source embedding; null for one-hot input.</param>
    /// <param name="values">Its weights by name.</param>
    /// <param name="backward">Whether the checkpoint's layers become those that read from the end, <c>NAME_reverse</c>; nothing else of it is copied then.</param>
    /// <returns>Number of tensors copied, at least 1.</returns>
    /// <exception cref="DataException">A tensor of equal name has another shape, or no name is equal.</exception>
    /// <exception cref="ModelFormatException">The checkpoint cannot be read.</exception>
    internal static int Copy(string path, ModelDescription description, Vocabulary vocabulary, string? table, Dictionary<string, Parameter> values, bool backward = false)
    {
        var checkpoint = Checkpoint.Open(path);
        var sameTask = checkpoint.Description.Kind == description.Kind && checkpoint.SourceVocabulary.Tokens.SequenceEqual(vocabulary.Tokens);
        using var weights = checkpoint.OpenWeights();
        var copied = 0;
        foreach (var parameter in checkpoint.Description.Parameters)
        {
            if (!values.TryGetValue(backward ? parameter.Name + Reverse : parameter.Name, out var value) || (parameter.Name.StartsWith(Output, StringComparison.Ordinal) && !sameTask))
            {
                continue;
            }

            var from = weights.Read<float>(parameter.Name);
            var isTable = parameter.Name == table;
            if (!value.shape.Skip(isTable ? 1 : 0).SequenceEqual(parameter.Shape.Skip(isTable ? 1 : 0).Select(size => (long)size)))
            {
                throw new DataException(
                    $"{path}: tensor '{parameter.Name}' is {parameter.ShapeText}, but the model's is [{string.Join(", ", value.shape)}]. Give both models the same cell and sizes.");
            }

            value.copy_(tensor(isTable ? Rows(from, checkpoint.SourceVocabulary, value, vocabulary) : from).view(value.shape));
            copied++;
        }

        return copied > 0 ? copied : throw new DataException(backward
            ? $"{path}: the model ({checkpoint.Description.Kind}) has no layer that this {description.Kind} has from the end too; set model.bidirectional, or start from another one."
            : $"{path}: the model ({checkpoint.Description.Kind}) has no tensor that a {description.Kind} has too; start from another one.");
    }

    /// <summary>The table with the rows of known tokens replaced.</summary>
    private static float[] Rows(float[] from, Vocabulary known, Parameter value, Vocabulary vocabulary)
    {
        var width = (int)value.shape[1];
        var table = value.to(ScalarType.Float32).cpu().data<float>().ToArray();
        foreach (var (token, id) in vocabulary.Tokens.Select((token, id) => (token, id)))
        {
            if (known.TryGetId(token, out var other))
            {
                from.AsSpan(other * width, width).CopyTo(table.AsSpan(id * width, width));
            }
        }

        return table;
    }
}
