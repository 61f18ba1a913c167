using Seq.Model;

namespace Seq.Export;

/// <summary>A classifier: embedding, convolution, layers, pooling, output. Padding reaches nothing: a row alone gives what it gives in a batch.</summary>
internal sealed class ClassifierPart
{
    private readonly ClassifierDescription _model;
    private readonly ModelWeights _weights;
    private readonly TokenInput _tokens;
    private readonly RecurrentStack _stack;

    internal ClassifierPart(ClassifierDescription model, ModelWeights weights)
    {
        _model = model;
        _weights = weights;
        _tokens = new(weights, model.Embedding is null ? null : ClassifierNames.Embedding, model.Vocabulary, model.InputSize);
        _stack = model.Convolution is { Filters: var filters }
            ? new(weights, ClassifierNames.Layers, model.Layers, tokens: null, filters)
            : new(weights, ClassifierNames.Layers, model.Layers, _tokens, otherSize: 0);
    }

    /// <summary>How its layers run.</summary>
    internal CellReport Report => CellReport.Of(_stack, stepwise: false, steps: false);

    /// <summary>Builds <c>score</c>: rows of tokens to the logits of the classes.</summary>
    internal BundleGraph Score()
    {
        var g = new GraphBuilder(GraphNames.Score);
        var source = g.Input(GraphNames.Source, ElementType.Int64, ["batch", "source"]);
        var lengths = g.Input(GraphNames.SourceLengths, ElementType.Int64, ["batch"]);
        var (input, steps) = _model.Convolution is { } convolution
            ? Convolve(g, source, lengths, convolution)
            : (new(g.Transpose(source, 1, 0), Other: null), lengths);

        var logits = new OutputLayer(_weights, OutputNames.Weight).Logits(g, Pool(g, _stack.Run(g, input, steps, initial: null), steps));
        Shape shape = ["batch", _model.Classes];
        g.Output(GraphNames.Logits, logits, shape);
        // log σ(x) = −log(1 + e^−x), which neither overflows nor rounds to 0 far from 0.
        g.Output(GraphNames.LogProbabilities, _model.Output == ClassifierOutput.Softmax ? g.LogSoftmax(logits, axis: 1) : g.Neg(g.Softplus(g.Neg(logits))), shape);
        return new(g);
    }

    /// <summary>Convolution, ReLU and max-pooling over time; what the layers read, [time, batch, filters], and how much of it is real, int64 [batch].</summary>
    private (StackInput Input, Value Lengths) Convolve(GraphBuilder g, Value source, Value lengths, ConvolutionDescription convolution)
    {
        using var scope = g.Scope("convolution");
        var (zero, real) = (g.Constant(0f), Masks.Rows(g, source, timeAxis: 1, lengths));
        var embedded = g.Where(g.Unsqueeze(real, axis: 2), _tokens.Embed(g, source), zero);               // [batch, time, input]
        var window = new Window { PadBefore = [convolution.PaddingBefore], PadAfter = [convolution.Width - 1 - convolution.PaddingBefore] };
        var found = g.Relu(g.Conv(
            g.Transpose(embedded, 0, 2, 1), _weights.Tensor(g, ClassifierNames.ConvolutionWeight), _weights.Tensor(g, ClassifierNames.ConvolutionBias), window));
        var masked = g.Where(g.Unsqueeze(real, axis: 1), found, zero);                                    // [batch, filters, time]; 0 is the least after ReLU
        if (convolution.Pool == 1)
        {
            return (new(Tokens: null, g.Transpose(masked, 2, 0, 1)), lengths);
        }

        // As much padding behind the row as makes a window of what is left of it.
        var pooled = g.MaxPool(masked, new() { Sizes = [convolution.Pool], Strides = [convolution.Pool], PadAfter = [convolution.Pool - 1] });
        var left = g.Div(g.Add(lengths, g.Constant(convolution.Pool - 1L)), g.Constant((long)convolution.Pool));
        return (new(Tokens: null, g.Transpose(pooled, 2, 0, 1)), left);
    }

    /// <summary>One vector of the outputs, [batch, output].</summary>
    private Value Pool(GraphBuilder g, StackOutput run, Value lengths)
    {
        using var scope = g.Scope("pooling");
        var outputs = run.Sequence;                                                                       // [time, batch, output], zero past the length
        switch (_model.Pooling)
        {
            case PoolingKind.Mean:
                return g.Div(g.ReduceSum(outputs, axis: 0), g.Unsqueeze(g.Cast(lengths, ElementType.Float32), axis: 1));
            case PoolingKind.Max:
                return g.ReduceMax(g.Where(Masks.TimeMajor(g, outputs, lengths), outputs, g.Constant(float.MinValue)), axis: 0);
            case PoolingKind.Attention:
                var hidden = g.Tanh(new Linear(_weights, ClassifierNames.PoolingKeyWeight, ClassifierNames.PoolingKeyBias).Run(g, outputs));
                var energy = new Linear(_weights, ClassifierNames.PoolingEnergy).Run(g, hidden);          // [time, batch, 1]
                var alpha = g.Softmax(g.Where(Masks.TimeMajor(g, outputs, lengths), energy, g.Constant(float.MinValue)), axis: 0);
                return g.ReduceSum(g.Mul(alpha, outputs), axis: 0);
            default:
                return _stack.LastOutput(g, run.Last);
        }
    }
}
