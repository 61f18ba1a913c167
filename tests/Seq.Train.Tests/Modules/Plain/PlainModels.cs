using Seq.Model;

namespace Seq.Train.Tests;

/// <summary>The kinds of models by their equations, one row at a time, without padding, chunks or anything done once for several steps.</summary>
internal static class PlainModels
{
    /// <summary>The logits after each token that is fed.</summary>
    internal static double[][] Language(LanguageModelDescription model, PlainWeights weights, int[] fed)
    {
        var stack = new PlainStack(model.Layers, LanguageModelNames.Layers, weights);
        var state = stack.Zeros();
        var context = new double[model.OutputSize];
        var window = Enumerable.Range(0, model.WindowAttention?.Window ?? 0).Select(_ => new double[model.OutputSize]).ToList();
        var logits = new List<double[]>();
        foreach (var token in fed)
        {
            var x = Embed(weights, LanguageModelNames.Embedding, token, model.Vocabulary);
            if (model.WindowAttention is null)
            {
                (var output, state) = stack.Step(x, state);
                logits.Add(Output(model, weights, output));
                continue;
            }

            (var top, state) = stack.Step(weights.Affine(LanguageModelNames.AttentionInputWeight, LanguageModelNames.AttentionInputBias, [.. x, .. context]), state);
            double[] flat = [.. state.SelectMany(layer => model.Layers.Cell.HasCellState() ? layer.C.Concat(layer.H) : layer.H)];
            var q = weights.Affine(LanguageModelNames.AttentionQueryWeight, LanguageModelNames.AttentionQueryBias, flat);
            var alpha = Plain.Softmax([.. window.Select(m =>
                weights.Times(LanguageModelNames.AttentionEnergy, Plain.Each(Plain.Add(weights.Times(LanguageModelNames.AttentionKey, m), q), Math.Tanh))[0])]);
            context = Plain.Mix(alpha, window);
            var y = weights.Affine(LanguageModelNames.AttentionOutputWeight, LanguageModelNames.AttentionOutputBias, [.. top, .. context]);
            window.RemoveAt(0);
            window.Add(y);
            logits.Add(Output(model, weights, y));
        }

        return [.. logits];
    }

    /// <summary>The logits of a row.</summary>
    internal static double[] Classify(ClassifierDescription model, PlainWeights weights, int[] row)
    {
        double[][] inputs = [.. row.Select(token => Embed(weights, ClassifierNames.Embedding, token, model.Vocabulary))];
        if (model.Convolution is { } convolution)
        {
            inputs = [.. Convolve(convolution, weights, inputs).Chunk(convolution.Pool).Select(window =>
                Enumerable.Range(0, convolution.Filters).Select(filter => window.Max(values => values[filter])).ToArray())];
        }

        var stack = new PlainStack(model.Layers, ClassifierNames.Layers, weights);
        var outputs = stack.Read(inputs).Outputs;
        var units = Enumerable.Range(0, model.Layers.OutputSize);
        var pooled = model.Pooling switch
        {
            PoolingKind.Last => stack.LastOutput(outputs),
            PoolingKind.Mean => [.. units.Select(unit => outputs.Average(output => output[unit]))],
            PoolingKind.Max => [.. units.Select(unit => outputs.Max(output => output[unit]))],
            _ => Plain.Mix(
                Plain.Softmax([.. outputs.Select(output => weights.Times(
                    ClassifierNames.PoolingEnergy, Plain.Each(weights.Affine(ClassifierNames.PoolingKeyWeight, ClassifierNames.PoolingKeyBias, output), Math.Tanh))[0])]),
                outputs),
        };
        return weights.Affine(OutputNames.Weight, OutputNames.Bias, pooled);
    }

    /// <summary>The logits of each token of a row.</summary>
    internal static double[][] Tag(TaggerDescription model, PlainWeights weights, int[] row)
    {
        var stack = new PlainStack(model.Layers, ClassifierNames.Layers, weights);
        var outputs = stack.Read([.. row.Select(token => Embed(weights, ClassifierNames.Embedding, token, model.Vocabulary))]).Outputs;
        return [.. outputs.Select(output => weights.Affine(OutputNames.Weight, OutputNames.Bias, output))];
    }

    internal static double[] Embed(PlainWeights weights, string table, int token, int vocabulary) =>
        weights.Has(table) ? weights.Row(table, token) : Plain.OneHot(token, vocabulary);

    private static IEnumerable<double[]> Convolve(ConvolutionDescription convolution, PlainWeights weights, double[][] inputs)
    {
        var (kernel, width) = (weights.Vector(ClassifierNames.ConvolutionWeight), inputs[0].Length);
        for (var time = 0; time < inputs.Length; time++)
        {
            var sums = (double[])weights.Vector(ClassifierNames.ConvolutionBias).Clone();
            for (var k = 0; k < convolution.Width; k++)
            {
                var from = time + k - ((convolution.Width - 1) / 2);
                for (var filter = 0; from >= 0 && from < inputs.Length && filter < convolution.Filters; filter++)
                {
                    for (var unit = 0; unit < width; unit++)
                    {
                        sums[filter] += kernel[(((filter * width) + unit) * convolution.Width) + k] * inputs[from][unit];
                    }
                }
            }

            yield return Plain.Each(sums, Plain.Relu);
        }
    }

    private static double[] Output(LanguageModelDescription model, PlainWeights weights, double[] hidden)
    {
        if (model.AdaptiveSoftmax is not { } adaptive)
        {
            return weights.Affine(model.TiedEmbeddings ? LanguageModelNames.Embedding : OutputNames.Weight, OutputNames.Bias, hidden);
        }

        var head = Plain.Softmax(weights.Times(OutputNames.AdaptiveHead, hidden));
        var probabilities = head[..adaptive.Cutoffs[0]].ToList();
        for (var cluster = 0; cluster < adaptive.Cutoffs.Count; cluster++)
        {
            var narrow = weights.Times(OutputNames.AdaptiveProjection(cluster), hidden);
            var within = Plain.Softmax(weights.Times(OutputNames.AdaptiveCluster(cluster), narrow));
            probabilities.AddRange(within.Select(probability => probability * head[adaptive.Cutoffs[0] + cluster]));
        }

        return [.. probabilities.Select(probability => Math.Log(probability))];
    }
}
