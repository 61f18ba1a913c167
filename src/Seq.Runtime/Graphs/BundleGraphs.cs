using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Seq.Decoding;
using Seq.Model;

namespace Seq.Runtime;

/// <summary>The graphs of a bundle by themselves, for comparing them with each other and with the trainer. Thread-safe.</summary>
public sealed partial class BundleGraphs
{
    private readonly ModelSessions _sessions;
    private readonly StepGraphs? _steps;
    private readonly ModelLifetime _lifetime;
    private readonly Bundle _bundle;
    private readonly int _sourceVocabulary;
    private readonly int _targetVocabulary;
    private readonly int _maxLength;

    internal BundleGraphs(ModelSessions sessions, StepGraphs? steps, ModelLifetime lifetime, Bundle bundle)
    {
        (_sessions, _steps, _lifetime, _bundle) = (sessions, steps, lifetime, bundle);
        (_sourceVocabulary, _targetVocabulary) = (bundle.SourceVocabulary.Count, bundle.TargetVocabulary.Count);
        _maxLength = bundle.Manifest.Decoding.MaxLength;
    }

    /// <summary>Runs the score graph: whole sequences, teacher forced.</summary>
    /// <param name="source">Source ids, [batch, source], padded with any valid id.</param>
    /// <param name="sourceLengths">Real source tokens per row, [batch].</param>
    /// <param name="targetInput">What the decoder is fed, [batch, target]; the start token first.</param>
    /// <param name="cancellationToken">Ends the graph early.</param>
    /// <exception cref="InvalidInputException">The batch is empty, or lengths, ids or row counts do not fit.</exception>
    /// <exception cref="ModelFormatException">The bundle has no score graph, or it cannot be loaded.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public SequenceScores Score(long[,] source, long[] sourceLengths, long[,] targetInput, CancellationToken cancellationToken = default)
    {
        using var call = _lifetime.Enter();
        var batch = Check(source, sourceLengths);
        CheckTarget(targetInput, batch.Rows);
        var inputs = batch.ToTensors();
        try
        {
            var target = MemoryMarshal.CreateReadOnlySpan(ref targetInput[0, 0], targetInput.Length).ToArray();
            inputs[GraphNames.TargetInput] = OrtValue.CreateTensorValueFromMemory(target, [targetInput.GetLength(0), targetInput.GetLength(1)]);
            using var outputs = Run(GraphNames.Score, inputs, [GraphNames.Logits, GraphNames.LogProbabilities], cancellationToken);
            return new(ToCube(outputs[0], targetInput), ToCube(outputs[1], targetInput));
        }
        finally
        {
            SourceBatch.Release(inputs);
        }
    }

    /// <summary>Runs the step graph on each target position in turn, by the path that every search takes.</summary>
    /// <param name="source">Source ids, [batch, source], padded with any valid id.</param>
    /// <param name="sourceLengths">Real source tokens per row, [batch].</param>
    /// <param name="targetInput">What the decoder is fed, [batch, target]; the start token first.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>Logits, [batch, target, vocabulary].</returns>
    /// <exception cref="InvalidInputException">The batch is empty, or lengths, ids or row counts do not fit.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public float[,,] StepLogits(long[,] source, long[] sourceLengths, long[,] targetInput, CancellationToken cancellationToken = default)
    {
        using var call = _lifetime.Enter();
        var batch = Check(source, sourceLengths);
        CheckTarget(targetInput, batch.Rows);
        using var loan = Steps.Pool.Lend();
        loan.Model.Begin(batch, batch.Rows, cancellationToken);
        var cube = StepThrough(loan.Model, targetInput, cancellationToken);
        loan.Sound();
        return cube;
    }

    /// <summary>Runs the graph that does a whole greedy decode.</summary>
    /// <param name="source">Source ids, [batch, source], padded with any valid id.</param>
    /// <param name="sourceLengths">Real source tokens per row, [batch].</param>
    /// <param name="maxLength">Most tokens to generate, the end token included; null takes the bundle's default.</param>
    /// <param name="cancellationToken">Ends the graph early.</param>
    /// <exception cref="InvalidInputException">The batch is empty, or lengths or ids do not fit.</exception>
    /// <exception cref="ModelFormatException">The bundle has no such graph, or it cannot be loaded.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public GreedyTokens GenerateGreedy(long[,] source, long[] sourceLengths, int? maxLength = null, CancellationToken cancellationToken = default)
    {
        using var call = _lifetime.Enter();
        var search = (SearchDefaults.Of(_bundle) ?? new() { StartToken = 0, EndTokens = [] }) with { MaxLength = maxLength ?? _maxLength };
        return GenerateGreedy(Check(source, sourceLengths), search, cancellationToken);
    }

    /// <summary>Pads ragged rows to a rectangle, as the graphs take it.</summary>
    /// <param name="rows">Token ids, each row of its own length.</param>
    /// <returns>Ids, [batch, longest], padded with 0, and lengths, [batch].</returns>
    public static (long[,] Ids, long[] Lengths) Pad(IReadOnlyList<IReadOnlyList<int>> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var ids = new long[rows.Count, rows.Count == 0 ? 0 : rows.Max(row => row.Count)];
        for (var row = 0; row < rows.Count; row++)
        {
            for (var i = 0; i < rows[row].Count; i++)
            {
                ids[row, i] = rows[row][i];
            }
        }

        return (ids, [.. rows.Select(row => (long)row.Count)]);
    }

    internal GreedyTokens GenerateGreedy(SourceBatch batch, SearchOptions search, CancellationToken cancellationToken)
    {
        if (search.MaxLength < 1)
        {
            throw new InvalidInputException($"The maximum length is {search.MaxLength}; it must be at least 1.");
        }

        var inputs = batch.ToTensors();
        try
        {
            SearchTensors.AddTo(inputs, _bundle.Graph(GraphNames.GenerateGreedy), search);
            using var outputs = Run(
                GraphNames.GenerateGreedy, inputs, [GraphNames.Tokens, GraphNames.Lengths, GraphNames.SequenceLogProbability], cancellationToken);
            var steps = (int)outputs[0].GetTensorTypeAndShape().Shape[1];
            var tokens = new long[batch.Rows, steps];
            outputs[0].GetTensorDataAsSpan<long>().CopyTo(MemoryMarshal.CreateSpan(ref tokens[0, 0], tokens.Length));
            return new(tokens, outputs[1].GetTensorDataAsSpan<long>().ToArray(), outputs[2].GetTensorDataAsSpan<float>().ToArray());
        }
        finally
        {
            SourceBatch.Release(inputs);
        }
    }

    private IDisposableReadOnlyCollection<OrtValue> Run(
        string graph, Dictionary<string, OrtValue> inputs, string[] outputs, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var stop = new StopSignal();
        stop.Watch(cancellationToken);
        return _sessions[graph].Run(stop.Options, inputs, outputs, cancellationToken);
    }

    private SourceBatch Check(long[,] source, long[] sourceLengths)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(sourceLengths);
        return SourceBatch.Of(source, sourceLengths, _sourceVocabulary);
    }

    private void CheckTarget(long[,] target, int rows)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (target.GetLength(0) != rows || target.GetLength(1) == 0)
        {
            throw new InvalidInputException(
                $"The target input is [{target.GetLength(0)}, {target.GetLength(1)}]; {rows} rows of at least one token, the start token, were expected.");
        }

        for (var row = 0; row < rows; row++)
        {
            for (var i = 0; i < target.GetLength(1); i++)
            {
                SourceBatch.CheckId(target[row, i], row, i, _targetVocabulary, "target");
            }
        }
    }

    private float[,,] ToCube(OrtValue tensor, long[,] target)
    {
        var cube = new float[target.GetLength(0), target.GetLength(1), _targetVocabulary];
        tensor.GetTensorDataAsSpan<float>().CopyTo(MemoryMarshal.CreateSpan(ref cube[0, 0, 0], cube.Length));
        return cube;
    }
}
