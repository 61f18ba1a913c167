using Seq.Model;

namespace Seq.Export.Tests;

/// <summary>An encoder-decoder in double precision, row by row, from PyTorch's weights: shares no code with the exporter.</summary>
internal sealed class ReferenceModel(EncoderDecoderDescription model, IReadOnlyDictionary<string, float[]> tensors)
{
    private readonly ReferenceWeights _weights = new(model, tensors);

    /// <summary>Reads one row.</summary>
    internal ReferenceSource Encode(int[] source)
    {
        var embedding = model.SharedEmbeddings ? EncoderDecoderNames.TargetEmbedding : EncoderDecoderNames.SourceEmbedding;
        var stack = new ReferenceStack(_weights, EncoderDecoderNames.Encoder, model.Encoder);
        var (outputs, last) = stack.Run(
            [.. source.Select(id => _weights.Embedded(model.SourceEmbedding is null ? null : embedding, id, model.SourceInputSize))]);
        var zeros = new ReferenceStack(_weights, EncoderDecoderNames.Decoder, model.Decoder).Zeros;
        return new(outputs, stack.Ends(outputs), model.Bridge == BridgeKind.Zeros ? zeros : [.. last.Select(Bridge)])
        {
            Feed = new double[model.Decoder.OutputSize],
            Coverage = new double[source.Length],
        };
    }

    /// <summary>Feeds the first token.</summary>
    internal ReferenceStep Step(int token, ReferenceSource source) =>
        Step(token, source, source.Initial, source.Feed, source.Coverage);

    /// <summary>Feeds one token after another step.</summary>
    internal ReferenceStep Step(int token, ReferenceSource source, ReferenceStep before) =>
        Step(token, source, before.Next, before.Feed, before.Coverage);

    /// <summary>Logits of every step under teacher forcing.</summary>
    internal IReadOnlyList<ReferenceStep> Sequence(int[] source, int[] target)
    {
        var encoded = Encode(source);
        var steps = new List<ReferenceStep>();
        foreach (var token in target)
        {
            steps.Add(steps.Count == 0 ? Step(token, encoded) : Step(token, encoded, steps[^1]));
        }

        return steps;
    }

    /// <summary>Decodes greedily: tokens with the end token if it came, and the sum of their log-probabilities.</summary>
    internal (int[] Tokens, double LogProbability) Greedy(int[] source, int maxLength)
    {
        var encoded = Encode(source);
        var (token, tokens, sum) = (model.StartToken, new List<int>(), 0.0);
        ReferenceStep? step = null;
        while (tokens.Count < maxLength)
        {
            step = step is null ? Step(token, encoded) : Step(token, encoded, step);
            token = Array.IndexOf(step.Logits, step.Logits.Max());
            tokens.Add(token);
            sum += Algebra.LogSoftmax(step.Logits)[token];
            if (token == model.EndToken)
            {
                break;
            }
        }

        return ([.. tokens], sum);
    }

    private ReferenceStep Step(int token, ReferenceSource source, IReadOnlyList<(double[] H, double[] C)> states, double[] feed, double[] coverage)
    {
        var attention = model.Attention;
        double[] alpha = [], context = [];
        if (attention?.Placement == AttentionPlacement.BeforeCell)
        {
            (context, alpha) = Look(states[^1].H, source, coverage);
        }

        double[] x =
        [
            .. model.WithoutFeedback ? [] : _weights.Embedded(model.TargetEmbedding is null ? null : EncoderDecoderNames.TargetEmbedding, token, model.TargetInputSize),
            .. model.ContextEveryStep ? source.Context : [],
            .. context,
            .. attention?.InputFeeding == true ? feed : [],
        ];
        var (output, next) = new ReferenceStack(_weights, EncoderDecoderNames.Decoder, model.Decoder).Step(x, states);
        if (attention is not null)
        {
            if (attention.Placement == AttentionPlacement.AfterCell)
            {
                (context, alpha) = Look(output, source, coverage);
            }

            output = [.. Algebra.Product(_weights.Matrix(EncoderDecoderNames.AttentionCombine), [.. context, .. output]).Select(Math.Tanh)];
        }

        var matrix = _weights.Matrix(model.TiedEmbeddings ? EncoderDecoderNames.TargetEmbedding : EncoderDecoderNames.OutputWeight);
        var logits = Algebra.Add(Algebra.Product(matrix, output), _weights.Vector(EncoderDecoderNames.OutputBias));
        return new(logits, next, alpha) { Feed = output, Coverage = attention is null ? [] : Algebra.Add(coverage, alpha) };
    }

    private (double[] Context, double[] Weights) Look(double[] query, ReferenceSource source, double[] coverage)
    {
        var alpha = Algebra.Softmax([.. source.Memory.Select((entry, place) => Energy(query, entry, coverage[place]))]);
        return ([.. Enumerable.Range(0, model.MemorySize).Select(unit => source.Memory.Select((entry, place) => alpha[place] * entry[unit]).Sum())], alpha);
    }

    private (double[] H, double[] C) Bridge((double[] H, double[] C) state, int layer)
    {
        if (model.Bridge == BridgeKind.Copy)
        {
            return state;
        }

        var h = Algebra.Add(
            Algebra.Product(_weights.Matrix(EncoderDecoderNames.BridgeHiddenWeight(layer)), state.H), _weights.Vector(EncoderDecoderNames.BridgeHiddenBias(layer)));
        var c = model.Decoder.Cell.HasCellState()
            ? Algebra.Add(Algebra.Product(_weights.Matrix(EncoderDecoderNames.BridgeCellWeight(layer)), state.C), _weights.Vector(EncoderDecoderNames.BridgeCellBias(layer)))
            : new double[model.Decoder.Hidden];
        return ([.. h.Select(Math.Tanh)], c);
    }

    private double Energy(double[] query, double[] entry, double coverage) => model.Attention!.Score switch
    {
        AttentionScore.Dot => Algebra.Dot(query, entry),
        AttentionScore.General => Algebra.Dot(query, Algebra.Product(_weights.Matrix(EncoderDecoderNames.AttentionKey), entry)),
        AttentionScore.Concat => Hidden(Algebra.Product(_weights.Matrix(EncoderDecoderNames.AttentionConcat), [.. query, .. entry]), coverage),
        _ => Hidden(
            Algebra.Add(
                Algebra.Product(_weights.Matrix(EncoderDecoderNames.AttentionQuery), query),
                Algebra.Product(_weights.Matrix(EncoderDecoderNames.AttentionKey), entry)),
            coverage),
    };

    private double Hidden(double[] sum, double coverage)
    {
        if (model.Attention!.Coverage)
        {
            sum = Algebra.Add(sum, [.. _weights.Vector(EncoderDecoderNames.AttentionCoverage).Select(weight => weight * coverage)]);
        }

        return Algebra.Dot(_weights.Row(EncoderDecoderNames.AttentionEnergy, 0), [.. sum.Select(Math.Tanh)]);
    }
}

/// <summary>What is known of one source row.</summary>
internal sealed record ReferenceSource(double[][] Memory, double[] Context, IReadOnlyList<(double[] H, double[] C)> Initial)
{
    internal double[] Feed { get; init; } = [];

    internal double[] Coverage { get; init; } = [];
}

/// <summary>What one step gives for one row.</summary>
internal sealed record ReferenceStep(double[] Logits, IReadOnlyList<(double[] H, double[] C)> Next, double[] Weights)
{
    internal double[] Feed { get; init; } = [];

    internal double[] Coverage { get; init; } = [];
}
