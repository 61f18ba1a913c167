using Seq.Model;

namespace Seq.Export.Tests;

/// <summary>An encoder-decoder in double precision, row by row, from PyTorch's weights: shares no code with the exporter.</summary>
internal sealed class ReferenceModel(EncoderDecoderDescription model, IReadOnlyDictionary<string, float[]> tensors)
{
    private readonly ReferenceWeights _weights = new(model, tensors);

    /// <summary>Reads one row.</summary>
    internal ReferenceSource Encode(int[] source)
    {
        var sequence = source.Select(id => _weights.Row(EncoderDecoderNames.SourceEmbedding, id)).ToArray();
        var states = new List<(double[] H, double[] C)>();
        for (var layer = 0; layer < model.Encoder.Layers; layer++)
        {
            var (outputs, last) = Scan(EncoderDecoderNames.Encoder, model.Encoder, layer, reverse: false, sequence);
            if (model.Encoder.Bidirectional)
            {
                var (backward, first) = Scan(EncoderDecoderNames.Encoder, model.Encoder, layer, reverse: true, sequence);
                outputs = [.. outputs.Zip(backward, (f, b) => (double[])[.. f, .. b])];
                last = ([.. last.H, .. first.H], [.. last.C, .. first.C]);
            }

            sequence = outputs;
            states.Add(last);
        }

        return new(sequence, states[^1].H, [.. states.Select(Bridge)]);
    }

    /// <summary>Feeds one token.</summary>
    internal ReferenceStep Step(int token, IReadOnlyList<(double[] H, double[] C)> states, ReferenceSource source)
    {
        var x = _weights.Row(EncoderDecoderNames.TargetEmbedding, token);
        if (model.ContextEveryStep)
        {
            x = [.. x, .. source.Context];
        }

        var next = new List<(double[] H, double[] C)>();
        for (var layer = 0; layer < model.Decoder.Layers; layer++)
        {
            next.Add(new ReferenceCell(_weights, model.Decoder.Cell, model.Decoder.Hidden, new(EncoderDecoderNames.Decoder, layer, reverse: false)).Step(x, states[layer]));
            x = next[^1].H;
        }

        double[] alpha = [];
        if (model.Attention is not null)
        {
            alpha = Algebra.Softmax([.. source.Memory.Select(entry => Energy(x, entry))]);
            var context = Enumerable.Range(0, model.MemorySize).Select(unit => source.Memory.Select((entry, place) => alpha[place] * entry[unit]).Sum());
            x = [.. Algebra.Product(_weights.Matrix(EncoderDecoderNames.AttentionCombine), [.. context, .. x]).Select(Math.Tanh)];
        }

        var logits = Algebra.Add(Algebra.Product(_weights.Matrix(EncoderDecoderNames.OutputWeight), x), _weights.Vector(EncoderDecoderNames.OutputBias));
        return new(logits, next, alpha);
    }

    /// <summary>Logits of every step under teacher forcing.</summary>
    internal IReadOnlyList<ReferenceStep> Sequence(int[] source, int[] target)
    {
        var encoded = Encode(source);
        var states = encoded.Initial;
        var steps = new List<ReferenceStep>();
        foreach (var token in target)
        {
            steps.Add(Step(token, states, encoded));
            states = steps[^1].Next;
        }

        return steps;
    }

    /// <summary>Decodes greedily: tokens with the end token if it came, and the sum of their log-probabilities.</summary>
    internal (int[] Tokens, double LogProbability) Greedy(int[] source, int maxLength)
    {
        var encoded = Encode(source);
        var states = encoded.Initial;
        var (token, tokens, sum) = (model.StartToken, new List<int>(), 0.0);
        while (tokens.Count < maxLength)
        {
            var step = Step(token, states, encoded);
            token = Array.IndexOf(step.Logits, step.Logits.Max());
            tokens.Add(token);
            sum += Algebra.LogSoftmax(step.Logits)[token];
            states = step.Next;
            if (token == model.EndToken)
            {
                break;
            }
        }

        return ([.. tokens], sum);
    }

    private (double[][] Outputs, (double[] H, double[] C) Last) Scan(string prefix, RecurrentLayers layers, int layer, bool reverse, double[][] input)
    {
        var cell = new ReferenceCell(_weights, layers.Cell, layers.Hidden, new(prefix, layer, reverse));
        var outputs = new double[input.Length][];
        var state = cell.Zero;
        for (var step = 0; step < input.Length; step++)
        {
            var place = reverse ? input.Length - 1 - step : step;
            state = cell.Step(input[place], state);
            outputs[place] = state.H;
        }

        return (outputs, state);
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

    private double Energy(double[] query, double[] entry) => model.Attention!.Score switch
    {
        AttentionScore.Dot => Algebra.Dot(query, entry),
        AttentionScore.General => Algebra.Dot(query, Algebra.Product(_weights.Matrix(EncoderDecoderNames.AttentionKey), entry)),
        _ => Algebra.Dot(
            _weights.Row(EncoderDecoderNames.AttentionEnergy, 0),
            [.. Algebra.Add(
                Algebra.Product(_weights.Matrix(EncoderDecoderNames.AttentionQuery), query),
                Algebra.Product(_weights.Matrix(EncoderDecoderNames.AttentionKey), entry)).Select(Math.Tanh)]),
    };
}

/// <summary>What is known of one source row.</summary>
internal sealed record ReferenceSource(double[][] Memory, double[] Context, IReadOnlyList<(double[] H, double[] C)> Initial);

/// <summary>What one step gives for one row.</summary>
internal sealed record ReferenceStep(double[] Logits, IReadOnlyList<(double[] H, double[] C)> Next, double[] Weights);
