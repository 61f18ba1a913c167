using System.Globalization;
using Seq.Model;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>Draws the first values of a module's weights, from libtorch's generator.</summary>
internal static class Initialiser
{
    /// <summary>Draws anew what the settings name; a module comes with PyTorch's values, which stay where nothing else is asked for.</summary>
    /// <param name="module">The module.</param>
    /// <param name="settings">What to draw.</param>
    /// <param name="vocabulary">The tokens of the embedding that word vectors are copied into: the source's of an encoder-decoder.</param>
    /// <returns>What was copied from files, a sentence for each setting that names one.</returns>
    /// <exception cref="TrainingSettingsException">The settings are out of range, or the model has nothing that one of them names.</exception>
    /// <exception cref="DataException">The file of vectors cannot be read, or the checkpoint to start from has other shapes.</exception>
    /// <exception cref="ModelFormatException">The checkpoint to start from cannot be read.</exception>
    internal static IReadOnlyList<string> Apply(SequenceModule module, InitialisationSettings settings, Vocabulary vocabulary)
    {
        string[] problems = [.. settings.Problems(), .. Missing(module.Description, settings)];
        if (problems.Length > 0)
        {
            throw new TrainingSettingsException(problems);
        }

        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var roles = WeightRoles.Of(module.Description);
        var values = module.Named().ToDictionary(pair => pair.Name, pair => pair.Value);
        foreach (var (name, (role, gates)) in roles.OrderBy(pair => pair.Key, StringComparer.Ordinal)) // A fixed order: the same seed draws the same weights.
        {
            var kind = KindOf(role, settings);
            foreach (var gate in gates == 1 ? [values[name]] : values[name].chunk(gates, 0))
            {
                Draw(gate, kind, settings.Scale);
            }
        }

        foreach (var (layers, names) in WeightRoles.LayersOf(module.Description))
        {
            SetGate(values, layers, names, CellKind.Lstm, settings.ForgetBias);
            SetGate(values, layers, names, CellKind.Gru, settings.UpdateBias);
        }

        var told = new List<string>();
        if (settings.Checkpoint is { } start)
        {
            var (tensors, tokens) = PretrainedWeights.Copy(start, module.Description, vocabulary, TableOf(module.Description), values);
            told.Add(Copied("checkpoint", start, tensors, values.Count, tokens, vocabulary));
        }

        if (settings.BackwardCheckpoint is { } last)
        {
            var (tensors, tokens) = PretrainedWeights.CopyBackward(last, module.Description, vocabulary, TableOf(module.Description), values, hasTable: settings.Checkpoint is not null);
            told.Add(Copied("backward_checkpoint", last, tensors, values.Count, tokens, vocabulary));
        }

        if (settings.Vectors is not { } path)
        {
            return told;
        }

        var copied = WordVectors.Copy(path, vocabulary, values[TableOf(module.Description)!]);
        told.Add(string.Create(CultureInfo.InvariantCulture, $"initialisation.vectors: {copied:N0} of {vocabulary.Count:N0} tokens have a vector in {path}."));
        return copied > 0
            ? told
            : throw new SeqException($"{path}: none of its words is in the vocabulary, whose tokens are {string.Join(", ", vocabulary.Tokens.Skip(4).Take(5).Select(token => $"'{token}'"))} and so on. Check its language and data.lowercase.");
    }

    private static string Copied(string key, string path, int tensors, int ofTensors, int? tokens, Vocabulary vocabulary)
    {
        var embedding = tokens is null ? "" : string.Create(CultureInfo.InvariantCulture, $"; {tokens:N0} of {vocabulary.Count:N0} tokens have an embedding there");
        return $"initialisation.{key}: {tensors} of {ofTensors} tensors start from {path}{embedding}.";
    }

    private static WeightInitialiser KindOf(WeightRole role, InitialisationSettings settings) => role switch
    {
        WeightRole.Recurrent => settings.Recurrent ?? settings.Weights,
        WeightRole.Embedding => settings.Embeddings ?? settings.Weights,
        WeightRole.Output => settings.Output ?? settings.Weights,
        WeightRole.Bias => settings.Biases,
        WeightRole.Norm => WeightInitialiser.PyTorch,
        _ => settings.Weights,
    };

    private static void Draw(Tensor value, WeightInitialiser kind, double scale)
    {
        switch (kind)
        {
            case WeightInitialiser.Uniform:
                nn.init.uniform_(value, -scale, scale);
                break;
            case WeightInitialiser.Normal:
                nn.init.normal_(value, 0, scale);
                break;
            case WeightInitialiser.XavierUniform:
                nn.init.xavier_uniform_(value);
                break;
            case WeightInitialiser.XavierNormal:
                nn.init.xavier_normal_(value);
                break;
            case WeightInitialiser.Orthogonal:
                nn.init.orthogonal_(value);
                break;
            case WeightInitialiser.Zeros:
                nn.init.zeros_(value);
                break;
            default:
                break; // The module came with PyTorch's values.
        }
    }

    /// <summary>Sets what the second gate adds: the forget gate of an LSTM (i f g o), the update gate of a GRU (r z n).</summary>
    private static void SetGate(Dictionary<string, Parameter> values, RecurrentLayers layers, RecurrentLayerNames names, CellKind cell, double? bias)
    {
        if (layers.Cell != cell || bias is not { } sum)
        {
            return;
        }

        values[layers.LayerNorm ? names.InputNormBias : names.InputBias].narrow(0, layers.Hidden, layers.Hidden).fill_(sum);
        values[layers.LayerNorm ? names.RecurrentNormBias : names.RecurrentBias].narrow(0, layers.Hidden, layers.Hidden).fill_(0);
    }

    private static IEnumerable<string> Missing(ModelDescription description, InitialisationSettings settings)
    {
        var cells = WeightRoles.LayersOf(description).Select(pair => pair.Layers.Cell).ToHashSet();
        if (settings.ForgetBias is not null && !cells.Contains(CellKind.Lstm))
        {
            yield return "initialisation.forget_bias is set, but no cell of the model is an LSTM; leave it out.";
        }

        if (settings.UpdateBias is not null && !cells.Contains(CellKind.Gru))
        {
            yield return "initialisation.update_bias is set, but no cell of the model is a GRU; leave it out.";
        }

        if (settings.Vectors is not null && TableOf(description) is null)
        {
            yield return "initialisation.vectors is set, but the model has no embedding that reads the input; give it one, as wide as the vectors.";
        }
    }

    /// <summary>The table that the model's input is looked up in; null for one-hot input.</summary>
    private static string? TableOf(ModelDescription description)
    {
        var names = description.Parameters.Select(parameter => parameter.Name).ToHashSet();
        var name = description switch
        {
            EncoderDecoderDescription { SharedEmbeddings: true } => EncoderDecoderNames.TargetEmbedding,
            EncoderDecoderDescription => EncoderDecoderNames.SourceEmbedding,
            _ => LanguageModelNames.Embedding,
        };
        return names.Contains(name) ? name : null;
    }
}
