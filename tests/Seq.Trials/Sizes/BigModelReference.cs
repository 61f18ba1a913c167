using Seq.Model;

namespace Seq.Trials.Sizes;

/// <summary>An LSTM language model of one layer in float64, straight from the equations and the checkpoint.</summary>
internal static class BigModelReference
{
    /// <summary>The log-probability of each token after a prompt.</summary>
    internal static double[] LogProbabilities(Checkpoint checkpoint, LanguageModelDescription model, IReadOnlyList<int> prompt, IReadOnlyList<int> tokens)
    {
        using var file = checkpoint.OpenWeights();
        var (hidden, width) = (model.Layers.Hidden, model.InputSize);
        float[] Read(params string[] parts) => file.Read<float>(model.Parameters.Single(parameter => parts.All(part => parameter.Name.Contains(part, StringComparison.Ordinal))).Name);
        int[] fed = [.. prompt, .. tokens];
        var embedded = Rows(Read("embedding"), fed, width);
        var (input, recurrent, inputBias, recurrentBias) = (Read("weight_ih"), Read("weight_hh"), Read("bias_ih"), Read("bias_hh"));
        var (h, c) = (new double[hidden], new double[hidden]);
        var states = new List<double[]>();
        for (var step = 0; step < fed.Length - 1; step++)
        {
            var gates = new double[4 * hidden];
            for (var gate = 0; gate < gates.Length; gate++)
            {
                gates[gate] = Dot(input, gate, embedded[step]) + Dot(recurrent, gate, h) + inputBias[gate] + recurrentBias[gate];
            }

            for (var i = 0; i < hidden; i++)
            {
                // PyTorch's order: input, forget, cell, output.
                c[i] = (Sigmoid(gates[hidden + i]) * c[i]) + (Sigmoid(gates[i]) * Math.Tanh(gates[(2 * hidden) + i]));
                gates[i] = Sigmoid(gates[(3 * hidden) + i]) * Math.Tanh(c[i]);
            }

            h = gates[..hidden];
            if (step >= prompt.Count - 1)
            {
                states.Add(h);
            }
        }

        var (weight, bias) = (Read("output", "weight"), Read("output", "bias"));
        return [.. states.Zip(tokens, (state, token) =>
        {
            var logits = new double[model.Vocabulary];
            Parallel.For(0, logits.Length, id => logits[id] = Dot(weight, id, state) + bias[id]);
            var most = logits.Max();
            return logits[token] - most - Math.Log(logits.Sum(logit => Math.Exp(logit - most)));
        })];
    }

    private static double[][] Rows(float[] table, IEnumerable<int> ids, int width) =>
        [.. ids.Select(id => Array.ConvertAll(table.AsSpan(id * width, width).ToArray(), value => (double)value))];

    private static double Dot(float[] matrix, int row, double[] vector)
    {
        var sum = 0.0;
        var at = row * vector.Length;
        for (var i = 0; i < vector.Length; i++)
        {
            sum += matrix[at + i] * vector[i];
        }

        return sum;
    }

    private static double Sigmoid(double value) => 1 / (1 + Math.Exp(-value));
}
