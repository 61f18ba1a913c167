using Seq.Model;

namespace Seq.Export.Tests;

/// <summary>A language model in double precision, row by row: shares no code with the exporter.</summary>
internal sealed class ReferenceLanguageModel(LanguageModelDescription model, IReadOnlyDictionary<string, float[]> tensors)
{
    private readonly ReferenceWeights _weights = new(model, tensors);

    internal ReferenceText Zero => new(
        new ReferenceStack(_weights, LanguageModelNames.Layers, model.Layers).Zeros,
        new double[model.OutputSize],
        [.. Enumerable.Range(0, model.WindowAttention?.Window ?? 0).Select(_ => new double[model.OutputSize])]);

    /// <summary>Reads one token: logits, or log-probabilities of an adaptive softmax, and the next state.</summary>
    internal (double[] Logits, ReferenceText Next) Step(int token, ReferenceText before)
    {
        var stack = new ReferenceStack(_weights, LanguageModelNames.Layers, model.Layers);
        var x = _weights.Embedded(model.Embedding is null ? null : LanguageModelNames.Embedding, token, model.InputSize);
        if (model.WindowAttention is null)
        {
            var (plain, states) = stack.Step(x, before.States);
            return (Logits(plain), before with { States = states });
        }

        var (top, next) = stack.Step(Linear(LanguageModelNames.AttentionInputWeight, LanguageModelNames.AttentionInputBias, [.. x, .. before.Context]), before.States);
        double[] flat = [.. next.SelectMany(state => model.Layers.Cell.HasCellState() ? [.. state.C, .. state.H] : state.H)];
        var query = Linear(LanguageModelNames.AttentionQueryWeight, LanguageModelNames.AttentionQueryBias, flat);
        var alpha = Algebra.Softmax([.. before.Window.Select(entry => Algebra.Dot(
            _weights.Row(LanguageModelNames.AttentionEnergy, 0),
            [.. Algebra.Add(Algebra.Product(_weights.Matrix(LanguageModelNames.AttentionKey), entry), query).Select(Math.Tanh)]))]);
        double[] context = [.. Enumerable.Range(0, model.OutputSize).Select(unit => before.Window.Select((entry, place) => alpha[place] * entry[unit]).Sum())];
        var output = Linear(LanguageModelNames.AttentionOutputWeight, LanguageModelNames.AttentionOutputBias, [.. top, .. context]);
        return (Logits(output), new(next, context, [.. before.Window[1..], output]));
    }

    /// <summary>Reads tokens one after another: the logits of each, and the state after the last.</summary>
    internal (List<double[]> Logits, ReferenceText Last) Read(IReadOnlyList<int> tokens, ReferenceText? before = null)
    {
        var (state, logits) = (before ?? Zero, new List<double[]>());
        foreach (var token in tokens)
        {
            (var row, state) = Step(token, state);
            logits.Add(row);
        }

        return (logits, state);
    }

    /// <summary>Goes on from a prompt greedily: tokens with the end token if it came, and the sum of their log-probabilities.</summary>
    internal (int[] Tokens, double LogProbability) Greedy(int[] prompt, int maxLength)
    {
        var state = Read(prompt[..^1]).Last;
        var (token, tokens, sum) = (prompt[^1], new List<int>(), 0.0);
        while (tokens.Count < maxLength && (tokens.Count == 0 || token != model.EndToken))
        {
            (var logits, state) = Step(token, state);
            token = Array.IndexOf(logits, logits.Max());
            tokens.Add(token);
            sum += Algebra.LogSoftmax(logits)[token];
        }

        return ([.. tokens], sum);
    }

    private double[] Linear(string weight, string bias, double[] x) => Algebra.Add(Algebra.Product(_weights.Matrix(weight), x), _weights.Vector(bias));

    private double[] Logits(double[] output)
    {
        if (model.AdaptiveSoftmax is not { } adaptive)
        {
            return Linear(model.TiedEmbeddings ? LanguageModelNames.Embedding : OutputNames.Weight, OutputNames.Bias, output);
        }

        var head = Algebra.LogSoftmax(Algebra.Product(_weights.Matrix(OutputNames.AdaptiveHead), output));
        var all = head[..adaptive.Cutoffs[0]].ToList();
        for (var cluster = 0; cluster < adaptive.Cutoffs.Count; cluster++)
        {
            var narrow = Algebra.Product(_weights.Matrix(OutputNames.AdaptiveProjection(cluster)), output);
            var inside = Algebra.LogSoftmax(Algebra.Product(_weights.Matrix(OutputNames.AdaptiveCluster(cluster)), narrow));
            all.AddRange(inside.Select(value => value + head[adaptive.Cutoffs[0] + cluster]));
        }

        return [.. all];
    }
}

/// <summary>The state of a text.</summary>
internal sealed record ReferenceText(IReadOnlyList<(double[] H, double[] C)> States, double[] Context, double[][] Window);
