using Seq.Model;

namespace Seq.Train.Tests;

/// <summary>An encoder-decoder written down as its equations, one row and one number at a time: the reference for the modules.</summary>
internal sealed class Equations(EncoderDecoderDescription model, IReadOnlyDictionary<string, double[]> weights)
{
    /// <summary>Teacher-forced logits of one row, [step][vocabulary].</summary>
    internal double[][] Logits(int[] source, int[] fed)
    {
        var (memory, last) = Encode([.. source.Select(id => Row(EncoderDecoderNames.SourceEmbedding, id, model.SourceEmbedding))]);
        var states = last.Select(Bridge).ToArray();
        return [.. fed.Select(id => Step(id, memory, last[^1].H, states))];
    }

    private double[] Step(int id, double[][] memory, double[] context, (double[] H, double[]? C)[] states)
    {
        var x = Row(EncoderDecoderNames.TargetEmbedding, id, model.TargetEmbedding);
        x = model.ContextEveryStep ? [.. x, .. context] : x;
        for (var layer = 0; layer < states.Length; layer++)
        {
            states[layer] = Cell(model.Decoder.Cell, new(EncoderDecoderNames.Decoder, layer, reverse: false), x, states[layer]);
            x = states[layer].H;
        }

        if (model.Attention is not null)
        {
            x = Attend(x, memory);
        }

        return Add(Times(EncoderDecoderNames.OutputWeight, x), weights[EncoderDecoderNames.OutputBias]);
    }

    private (double[][] Memory, (double[] H, double[]? C)[] Last) Encode(double[][] input)
    {
        var states = new List<(double[], double[]?)>();
        for (var layer = 0; layer < model.Encoder.Layers; layer++)
        {
            var (forward, end) = Scan(input, layer, reverse: false);
            if (model.Encoder.Bidirectional)
            {
                var (backward, start) = Scan(input, layer, reverse: true);
                input = [.. forward.Zip(backward, (ahead, back) => (double[])[.. ahead, .. back])];
                states.Add(([.. end.H, .. start.H], end.C is null ? null : [.. end.C, .. start.C!]));
            }
            else
            {
                input = forward;
                states.Add(end);
            }
        }

        return (input, [.. states]);
    }

    private (double[][] Output, (double[] H, double[]? C) Last) Scan(double[][] input, int layer, bool reverse)
    {
        var output = new double[input.Length][];
        (double[] H, double[]? C) state = (new double[model.Encoder.Hidden], model.Encoder.Cell == CellKind.Lstm ? new double[model.Encoder.Hidden] : null);
        for (var step = 0; step < input.Length; step++)
        {
            var time = reverse ? input.Length - 1 - step : step;
            state = Cell(model.Encoder.Cell, new(EncoderDecoderNames.Encoder, layer, reverse), input[time], state);
            output[time] = state.H;
        }

        return (output, state);
    }

    private (double[] H, double[]? C) Bridge((double[] H, double[]? C) last, int layer) => model.Bridge == BridgeKind.Copy
        ? last
        : (Add(Times(EncoderDecoderNames.BridgeHiddenWeight(layer), last.H), weights[EncoderDecoderNames.BridgeHiddenBias(layer)]).Select(Math.Tanh).ToArray(),
           last.C is null ? null : Add(Times(EncoderDecoderNames.BridgeCellWeight(layer), last.C), weights[EncoderDecoderNames.BridgeCellBias(layer)]));

    private (double[] H, double[]? C) Cell(CellKind cell, RecurrentLayerNames names, double[] x, (double[] H, double[]? C) state)
    {
        var h = state.H;
        var input = Add(Times(names.InputWeight, x), weights[names.InputBias]);
        var recurrent = Add(Times(names.RecurrentWeight, h), weights[names.RecurrentBias]);
        double I(int gate, int unit) => input[(gate * h.Length) + unit];
        double R(int gate, int unit) => recurrent[(gate * h.Length) + unit];
        double Gate(int gate, int unit) => 1 / (1 + Math.Exp(-I(gate, unit) - R(gate, unit)));
        var next = new double[h.Length];
        var c = state.C?.ToArray();
        for (var unit = 0; unit < h.Length; unit++)
        {
            switch (cell)
            {
                case CellKind.Lstm: // i f g o
                    c![unit] = (Gate(1, unit) * c[unit]) + (Gate(0, unit) * Math.Tanh(I(2, unit) + R(2, unit)));
                    next[unit] = Gate(3, unit) * Math.Tanh(c[unit]);
                    break;
                case CellKind.Gru: // r z n
                    var z = Gate(1, unit);
                    next[unit] = ((1 - z) * Math.Tanh(I(2, unit) + (Gate(0, unit) * R(2, unit)))) + (z * h[unit]);
                    break;
                case CellKind.ElmanRelu:
                    next[unit] = Math.Max(0, I(0, unit) + R(0, unit));
                    break;
                default:
                    next[unit] = Math.Tanh(I(0, unit) + R(0, unit));
                    break;
            }
        }

        return (next, c);
    }

    private double[] Attend(double[] q, double[][] memory)
    {
        var scores = memory.Select(m => Math.Exp(Score(q, m))).ToArray();
        var context = new double[model.MemorySize];
        for (var place = 0; place < memory.Length; place++)
        {
            context = Add(context, [.. memory[place].Select(value => value * scores[place] / scores.Sum())]);
        }

        return [.. Times(EncoderDecoderNames.AttentionCombine, [.. context, .. q]).Select(Math.Tanh)];
    }

    private double Score(double[] q, double[] m) => model.Attention!.Score switch
    {
        AttentionScore.Dot => Dot(q, m),
        AttentionScore.General => Dot(q, Times(EncoderDecoderNames.AttentionKey, m)),
        _ => Dot(
            weights[EncoderDecoderNames.AttentionEnergy],
            [.. Add(Times(EncoderDecoderNames.AttentionQuery, q), Times(EncoderDecoderNames.AttentionKey, m)).Select(Math.Tanh)]),
    };

    private double[] Row(string table, int row, int width) => weights[table][(row * width)..((row + 1) * width)];

    private double[] Times(string matrix, double[] x) => [.. weights[matrix].Chunk(x.Length).Select(row => Dot(row, x))];

    private static double[] Add(double[] a, double[] b) => [.. a.Zip(b, (left, right) => left + right)];

    private static double Dot(double[] a, double[] b) => a.Zip(b, (left, right) => left * right).Sum();
}
