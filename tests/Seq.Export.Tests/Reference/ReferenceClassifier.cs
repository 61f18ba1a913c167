using Seq.Model;

namespace Seq.Export.Tests;

/// <summary>Classifiers and taggers in double precision, row by row: shares no code with the exporter.</summary>
internal static class ReferenceClassifier
{
    /// <summary>The logits of a row.</summary>
    internal static double[] Logits(ClassifierDescription model, IReadOnlyDictionary<string, float[]> tensors, int[] source)
    {
        var weights = new ReferenceWeights(model, tensors);
        var sequence = Embedded(weights, model.Embedding, model.InputSize, source);
        if (model.Convolution is { } convolution)
        {
            var found = Enumerable.Range(0, source.Length).Select(time => Filtered(convolution, tensors, sequence, time)).ToArray();
            sequence = [.. found.Chunk(convolution.Pool).Select(window =>
                Enumerable.Range(0, convolution.Filters).Select(filter => window.Max(values => values[filter])).ToArray())];
        }

        var stack = new ReferenceStack(weights, ClassifierNames.Layers, model.Layers);
        var outputs = stack.Run(sequence).Outputs;
        var units = Enumerable.Range(0, model.Layers.OutputSize);
        double[] pooled = model.Pooling switch
        {
            PoolingKind.Mean => [.. units.Select(unit => outputs.Average(output => output[unit]))],
            PoolingKind.Max => [.. units.Select(unit => outputs.Max(output => output[unit]))],
            PoolingKind.Attention => Attended(weights, outputs),
            _ => stack.Ends(outputs),
        };
        return Output(weights, pooled);
    }

    /// <summary>The logits of each token of a row.</summary>
    internal static double[][] Logits(TaggerDescription model, IReadOnlyDictionary<string, float[]> tensors, int[] source)
    {
        var weights = new ReferenceWeights(model, tensors);
        var outputs = new ReferenceStack(weights, ClassifierNames.Layers, model.Layers).Run(Embedded(weights, model.Embedding, model.InputSize, source)).Outputs;
        return [.. outputs.Select(output => Output(weights, output))];
    }

    private static double[][] Embedded(ReferenceWeights weights, int? embedding, int width, int[] source) =>
        [.. source.Select(token => weights.Embedded(embedding is null ? null : ClassifierNames.Embedding, token, width))];

    private static double[] Output(ReferenceWeights weights, double[] x) =>
        Algebra.Add(Algebra.Product(weights.Matrix(OutputNames.Weight), x), weights.Vector(OutputNames.Bias));

    private static double[] Filtered(ConvolutionDescription convolution, IReadOnlyDictionary<string, float[]> tensors, double[][] sequence, int time)
    {
        var width = sequence[0].Length;
        var kernel = tensors[ClassifierNames.ConvolutionWeight]; // [filters, width, K]
        return [.. Enumerable.Range(0, convolution.Filters).Select(filter =>
        {
            double sum = tensors[ClassifierNames.ConvolutionBias][filter];
            for (var k = 0; k < convolution.Width; k++)
            {
                var from = time + k - ((convolution.Width - 1) / 2);
                if (from >= 0 && from < sequence.Length)
                {
                    sum += Enumerable.Range(0, width).Sum(unit => kernel[(((filter * width) + unit) * convolution.Width) + k] * sequence[from][unit]);
                }
            }

            return Math.Max(0, sum);
        })];
    }

    private static double[] Attended(ReferenceWeights weights, double[][] outputs)
    {
        var alpha = Algebra.Softmax([.. outputs.Select(output => Algebra.Dot(
            weights.Row(ClassifierNames.PoolingEnergy, 0),
            [.. Algebra.Add(Algebra.Product(weights.Matrix(ClassifierNames.PoolingKeyWeight), output), weights.Vector(ClassifierNames.PoolingKeyBias)).Select(Math.Tanh)]))]);
        return [.. Enumerable.Range(0, outputs[0].Length).Select(unit => outputs.Select((output, time) => alpha[time] * output[unit]).Sum())];
    }
}
