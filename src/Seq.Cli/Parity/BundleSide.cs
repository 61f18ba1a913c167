using Seq.Cli.Models;
using Seq.Model;
using Seq.Runtime;

namespace Seq.Cli.Parity;

/// <summary>A bundle's graphs on ONNX Runtime, whatever the kind of model.</summary>
/// <param name="model">The opened bundle.</param>
internal sealed class BundleSide(SeqModel model)
{
    /// <summary>The opened bundle.</summary>
    internal SeqModel Model => model;

    /// <summary>What the model is.</summary>
    internal ModelDescription Description => model.Description;

    /// <summary>Whether the model writes step by step.</summary>
    internal bool Writes => model.Manifest.Graphs.ContainsKey(GraphNames.Step);

    /// <summary>Logits and log-probabilities of whole sequences, by the score graph.</summary>
    internal (LogitsBlock Logits, LogitsBlock LogProbabilities) Score(ParityInput input, CancellationToken cancellationToken)
    {
        if (input.Target is { } target)
        {
            var scores = input.Source is { } source
                ? model.Graphs.Score(source.Ids, source.Lengths, target.Ids, cancellationToken)
                : model.Graphs.ScoreText(target.Ids, target.Lengths, cancellationToken);
            return (LogitsBlock.Of(scores.Logits), LogitsBlock.Of(scores.LogProbabilities));
        }

        var labels = model.Graphs.ScoreLabels(input.Source!.Ids, input.Source.Lengths, cancellationToken);
        var steps = labels.Shape.Length == 3 ? (int)labels.Shape[1] : 1;
        return (LogitsBlock.Of(labels.Logits, input.Rows, steps), LogitsBlock.Of(labels.LogProbabilities, input.Rows, steps));
    }

    /// <summary>Logits by the step graph, each step fed with the states of the one before.</summary>
    internal LogitsBlock Steps(ParityInput input, CancellationToken cancellationToken) => LogitsBlock.Of(input.Source is { } source
        ? model.Graphs.StepLogits(source.Ids, source.Lengths, input.Target!.Ids, cancellationToken)
        : model.Graphs.StepLogits(input.Target!.Ids, cancellationToken));

    /// <summary>Logits of a language model by its score graph, piece by piece with the states carried over.</summary>
    /// <param name="target">What is fed.</param>
    /// <param name="cuts">Where pieces end, rising, below the length of the shortest row.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    internal LogitsBlock ScoreInPieces(TokenBatch target, int[] cuts, CancellationToken cancellationToken)
    {
        var pieces = new List<LogitsBlock>();
        var states = ZeroStates(target.Rows);
        int[] ends = [.. cuts, target.Ids.GetLength(1)];
        for (var piece = 0; piece < ends.Length; piece++)
        {
            var from = piece == 0 ? 0 : ends[piece - 1];
            var ids = new long[target.Rows * (ends[piece] - from)];
            for (var i = 0; i < ids.Length; i++)
            {
                ids[i] = target.Ids[i / (ends[piece] - from), from + (i % (ends[piece] - from))];
            }

            var inputs = new Dictionary<string, GraphTensor>(states)
            {
                [GraphNames.TargetInput] = new([target.Rows, ends[piece] - from], ids),
                [GraphNames.TargetLengths] = new([target.Rows], Array.ConvertAll(target.Lengths, length => Math.Min(length, ends[piece]) - from)),
            };
            var outputs = model.Graphs.Run(GraphNames.Score, inputs, cancellationToken);
            pieces.Add(LogitsBlock.Of(outputs[GraphNames.Logits].Floats, target.Rows, ends[piece] - from));
            states = states.Keys.ToDictionary(name => name, name => outputs[GraphNames.Next(name)]);
        }

        return LogitsBlock.Join(pieces);
    }

    /// <summary>What the encode graph says.</summary>
    internal IReadOnlyDictionary<string, GraphTensor> Encode(TokenBatch source, CancellationToken cancellationToken) =>
        model.Graphs.Run(GraphNames.Encode, Tensors(source), cancellationToken);

    /// <summary>One step from given states.</summary>
    /// <param name="source">The source of each row; null for a language model.</param>
    /// <param name="states">Every state by name.</param>
    /// <param name="tokens">The token of each row.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>Logits, attention where the graph returns it, and next states, under the names of the states.</returns>
    internal Dictionary<string, GraphTensor> Step(
        TokenBatch? source, IReadOnlyDictionary<string, GraphTensor> states, int[] tokens, CancellationToken cancellationToken) =>
        Step(source is null ? [] : Memories(source, Encode(source, cancellationToken)), states, tokens, cancellationToken);

    /// <summary>Where the step graph of an encoder-decoder with attention looks that is fed whole targets, [rows, target, source].</summary>
    internal LogitsBlock Attention(ParityInput input, CancellationToken cancellationToken)
    {
        var encoded = Encode(input.Source!, cancellationToken);
        var memories = Memories(input.Source!, encoded);
        var zeros = ZeroStates(input.Rows);
        var states = model.Manifest.Graphs[GraphNames.Step].States.ToDictionary(
            state => state.Input, state => state.InitialFrom is { } from ? encoded[from] : zeros[state.Input]);
        return LogitsBlock.Join([.. Enumerable.Range(0, input.Target!.Ids.GetLength(1)).Select(step =>
        {
            var next = Step(memories, states, input.Target.Column(step), cancellationToken);
            states = states.Keys.ToDictionary(name => name, name => next[name]);
            return LogitsBlock.Of(next[GraphNames.Attention].Floats, input.Rows, 1);
        })]);
    }

    /// <summary>Whether a step tells where it looks.</summary>
    internal bool Attends => model.Manifest.Graphs.TryGetValue(GraphNames.Step, out var step) && step.Outputs.Any(output => output.Name == GraphNames.Attention);

    private Dictionary<string, GraphTensor> Memories(TokenBatch source, IReadOnlyDictionary<string, GraphTensor> encoded)
    {
        var given = Tensors(source);
        return model.Manifest.Graphs[GraphNames.Step].Memories.ToDictionary(
            memory => memory.Input, memory => given.TryGetValue(memory.From, out var input) ? input : encoded[memory.From]);
    }

    private Dictionary<string, GraphTensor> Step(
        Dictionary<string, GraphTensor> memories, IReadOnlyDictionary<string, GraphTensor> states, int[] tokens, CancellationToken cancellationToken)
    {
        var entry = model.Manifest.Graphs[GraphNames.Step];
        var inputs = new Dictionary<string, GraphTensor>(states.Concat(memories))
        {
            [GraphNames.Token] = new([tokens.Length], Array.ConvertAll(tokens, token => (long)token)),
        };
        var outputs = model.Graphs.Run(GraphNames.Step, inputs, cancellationToken);
        var named = entry.States.ToDictionary(state => state.Input, state => outputs[state.Output]);
        foreach (var name in new[] { GraphNames.Logits, GraphNames.Attention }.Where(outputs.ContainsKey))
        {
            named.Add(name, outputs[name]);
        }

        return named;
    }

    /// <summary>A language model's first states.</summary>
    internal Dictionary<string, GraphTensor> ZeroStates(int rows)
    {
        var entry = model.Manifest.Graphs[GraphNames.Step];
        return entry.States.ToDictionary(state => state.Input, state =>
        {
            long[] shape = [.. entry.Inputs.Single(input => input.Name == state.Input).Shape.Select(size => size.Name is null ? size.Size : rows)];
            return new GraphTensor(shape, new float[shape.Aggregate(1L, (product, size) => product * size)]);
        });
    }

    private static Dictionary<string, GraphTensor> Tensors(TokenBatch source) => new()
    {
        [GraphNames.Source] = new([source.Rows, source.Ids.GetLength(1)], source.Ids.Cast<long>().ToArray()),
        [GraphNames.SourceLengths] = new([source.Rows], source.Lengths),
    };
}
