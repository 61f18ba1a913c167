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
    /// <returns>Number of tensors copied, at least 1, and of tokens whose embedding was; null where no embedding was copied.</returns>
    /// <exception cref="DataException">A tensor of equal name has another shape, or no name is equal.</exception>
    /// <exception cref="ModelFormatException">The checkpoint cannot be read.</exception>
    internal static (int Tensors, int? Tokens) Copy(string path, ModelDescription description, Vocabulary vocabulary, string? table, Dictionary<string, Parameter> values)
    {
        var checkpoint = Checkpoint.Open(path);
        var sameTask = checkpoint.Description.Kind == description.Kind && checkpoint.SourceVocabulary.Tokens.SequenceEqual(vocabulary.Tokens);
        using var weights = checkpoint.OpenWeights();
        var copied = 0;
        int? tokens = null;
        foreach (var parameter in checkpoint.Description.Parameters)
        {
            if (!values.TryGetValue(parameter.Name, out var value) || (parameter.Name.StartsWith(Output, StringComparison.Ordinal) && !sameTask))
            {
                continue;
            }

            tokens = Copy(path, weights, parameter, value, parameter.Name == table ? (checkpoint.SourceVocabulary, vocabulary) : null) ?? tokens;
            copied++;
        }

        return copied > 0 ? (copied, tokens) : throw new DataException($"{path}: the model ({checkpoint.Description.Kind}) has no tensor that a {description.Kind} has too; start from another one.");
    }

    /// <summary>
    /// Copies the layers of a model that reads from the end to those that read from the end, <c>NAME_reverse</c>. They understand their own embedding alone: it is copied too,
    /// or, where the model has started from another checkpoint, must be the same.
    /// </summary>
    /// <param name="path">A checkpoint.</param>
    /// <param name="description">The model to be started.</param>
    /// <param name="vocabulary">Its source vocabulary.</param>
    /// <param name="table">Name of its source embedding; null for one-hot input.</param>
    /// <param name="values">Its weights by name.</param>
    /// <param name="hasTable">Whether its embedding has come from another checkpoint.</param>
    /// <returns>Number of tensors copied, and of tokens whose embedding was; null where no embedding was copied.</returns>
    /// <exception cref="DataException">The model has no such layers, a tensor has another shape, or the embeddings differ.</exception>
    /// <exception cref="ModelFormatException">The checkpoint cannot be read.</exception>
    internal static (int Tensors, int? Tokens) CopyBackward(string path, ModelDescription description, Vocabulary vocabulary, string? table, Dictionary<string, Parameter> values, bool hasTable)
    {
        var checkpoint = Checkpoint.Open(path);
        using var weights = checkpoint.OpenWeights();
        var layers = checkpoint.Description.Parameters.Where(parameter => values.ContainsKey(parameter.Name + Reverse)).ToList();
        if (layers.Count == 0)
        {
            throw new DataException(
                $"{path}: the model ({checkpoint.Description.Kind}) has no layer that this {description.Kind} has from the end too; set model.bidirectional, or start from another one.");
        }

        foreach (var parameter in layers)
        {
            Copy(path, weights, parameter, values[parameter.Name + Reverse]);
        }

        if (checkpoint.Description.Parameters.FirstOrDefault(parameter => parameter.Name == table) is not { } embedding)
        {
            return (layers.Count, null);
        }

        using var before = values[embedding.Name].clone();
        var tokens = Copy(path, weights, embedding, values[embedding.Name], (checkpoint.SourceVocabulary, vocabulary));
        if (hasTable && !before.eq(values[embedding.Name]).all().item<bool>())
        {
            throw new DataException(
                $"{path}: the embeddings are not those that initialisation.checkpoint has, and layers understand only the embeddings they learned with. "
                + "Train the backward model from the forward one: give it initialisation.checkpoint, and optimizer.freeze_embeddings=true.");
        }

        return (layers.Count + 1, tokens);
    }

    /// <returns>Tokens whose rows were copied; null for a tensor that is copied whole.</returns>
    private static int? Copy(string path, SafetensorsFile weights, ParameterShape parameter, Parameter value, (Vocabulary Theirs, Vocabulary Ours)? tokens = null)
    {
        var from = weights.Read<float>(parameter.Name);
        var skipped = tokens is null ? 0 : 1;
        if (!value.shape.Skip(skipped).SequenceEqual(parameter.Shape.Skip(skipped).Select(size => (long)size)))
        {
            throw new DataException(
                $"{path}: tensor '{parameter.Name}' is {parameter.ShapeText}, but the model's is [{string.Join(", ", value.shape)}]. Give both models the same cell and sizes.");
        }

        if (tokens is not { } known)
        {
            value.copy_(tensor(from).view(value.shape));
            return null;
        }

        var (rows, copied) = Rows(from, known.Theirs, value, known.Ours);
        value.copy_(tensor(rows).view(value.shape));
        return copied;
    }

    /// <summary>The table with the rows of known tokens replaced, and how many those are.</summary>
    private static (float[] Table, int Copied) Rows(float[] from, Vocabulary known, Parameter value, Vocabulary vocabulary)
    {
        var width = (int)value.shape[1];
        var copied = 0;
        var table = value.to(ScalarType.Float32).cpu().data<float>().ToArray();
        foreach (var (token, id) in vocabulary.Tokens.Select((token, id) => (token, id)))
        {
            if (known.TryGetId(token, out var other))
            {
                copied++;
                from.AsSpan(other * width, width).CopyTo(table.AsSpan(id * width, width));
            }
        }

        return (table, copied);
    }
}
