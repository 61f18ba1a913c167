using Seq.Model;

namespace Seq.Train;

/// <summary>What a weight does in its model, as far as its first value depends on it.</summary>
internal enum WeightRole
{
    /// <summary>A product with an input.</summary>
    Weight,

    /// <summary>A product with the last state.</summary>
    Recurrent,

    /// <summary>A table of embeddings.</summary>
    Embedding,

    /// <summary>The product that makes logits.</summary>
    Output,

    /// <summary>What is added.</summary>
    Bias,

    /// <summary>Gain or bias of a layer norm.</summary>
    Norm,
}

/// <summary>The roles of a model's weights.</summary>
internal static class WeightRoles
{
    /// <summary>Role of each weight, and into how many gates its rows fall.</summary>
    internal static Dictionary<string, (WeightRole Role, int Gates)> Of(ModelDescription description)
    {
        var roles = description.Parameters.ToDictionary(parameter => parameter.Name, parameter => (parameter.Shape.Count == 1 ? WeightRole.Bias : WeightRole.Weight, 1));
        foreach (var name in (string[])[LanguageModelNames.Embedding, EncoderDecoderNames.SourceEmbedding, EncoderDecoderNames.TargetEmbedding])
        {
            if (roles.ContainsKey(name))
            {
                roles[name] = (WeightRole.Embedding, 1);
            }
        }

        if (roles.ContainsKey(OutputNames.Weight))
        {
            roles[OutputNames.Weight] = (WeightRole.Output, 1);
        }

        foreach (var (layers, names) in LayersOf(description))
        {
            roles[names.InputWeight] = (WeightRole.Weight, layers.Cell.GateCount());
            roles[names.RecurrentWeight] = (WeightRole.Recurrent, layers.Cell.GateCount());
            foreach (var norm in (string[])
                [names.InputNormWeight, names.InputNormBias, names.RecurrentNormWeight, names.RecurrentNormBias, names.CellNormWeight, names.CellNormBias])
            {
                if (layers.LayerNorm)
                {
                    roles[norm] = (WeightRole.Norm, 1);
                }
            }
        }

        return roles;
    }

    /// <summary>Every recurrent layer of a model, in each direction.</summary>
    internal static IEnumerable<(RecurrentLayers Layers, RecurrentLayerNames Names)> LayersOf(ModelDescription description) =>
        from stack in Stacks(description)
        from layer in Enumerable.Range(0, stack.Layers.Layers)
        from direction in Enumerable.Range(0, stack.Layers.Directions)
        select (stack.Layers, new RecurrentLayerNames(stack.Prefix, layer, reverse: direction == 1));

    private static (RecurrentLayers Layers, string Prefix)[] Stacks(ModelDescription description) => description switch
    {
        LanguageModelDescription model => [(model.Layers, LanguageModelNames.Layers)],
        ClassifierDescription model => [(model.Layers, ClassifierNames.Layers)],
        TaggerDescription model => [(model.Layers, ClassifierNames.Layers)],
        EncoderDecoderDescription model => [(model.Encoder, EncoderDecoderNames.Encoder), (model.Decoder, EncoderDecoderNames.Decoder)],
        _ => [],
    };
}
