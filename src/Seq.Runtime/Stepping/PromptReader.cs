using Microsoft.ML.OnnxRuntime;
using Seq.Decoding.Sessions;
using Seq.Model;

namespace Seq.Runtime;

/// <summary>Called with the log-probabilities after a token that has been read.</summary>
/// <param name="row">The row.</param>
/// <param name="position">The position of the token among those read, from 0.</param>
/// <param name="logProbabilities">What comes next, [vocabulary].</param>
internal delegate void Reached(int row, int position, ReadOnlySpan<float> logProbabilities);

/// <summary>Reads given tokens of a language model into its states, many at a time, by the score graph; step by step where there is none.</summary>
internal sealed class PromptReader
{
    // What log-probabilities and logits of one run may take together.
    private const long MaxOutputBytes = 64 << 20;
    private const int MaxChunk = 1024;
    private const int MinChunk = 16;

    private readonly ModelSessions _sessions;
    private readonly StepContract _contract;
    private readonly GraphValue[]? _outputs; // The next states in the order of the contract; null without a graph that has them.

    internal PromptReader(ModelSessions sessions, StepContract contract, Bundle bundle)
    {
        (_sessions, _contract) = (sessions, contract);
        if (bundle.Manifest.Graphs.TryGetValue(GraphNames.Score, out var score) && contract.States.All(state => Has(score, state)))
        {
            _outputs = [.. contract.States.Select(state => score.Outputs.First(output => output.Name == GraphNames.Next(state.Input)))];
        }
    }

    /// <summary>Reads tokens.</summary>
    /// <param name="model">A step model of the call; its rows are overwritten where there is no graph that reads sequences.</param>
    /// <param name="rows">The states, [rows]; replaced by those after the tokens.</param>
    /// <param name="tokens">The tokens, [rows][time]; may be empty.</param>
    /// <param name="reached">Sees the log-probabilities after each token; null when nobody needs them.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    internal void Read(IRowModel model, RowState[] rows, ReadOnlyMemory<int>[] tokens, Reached? reached, CancellationToken cancellationToken)
    {
        using var stop = new StopSignal();
        stop.Watch(cancellationToken);
        var place = new int[rows.Length];
        while (true)
        {
            // Rows that are through leave the batch: every sequence of a run has a token at least.
            int[] live = [.. Enumerable.Range(0, rows.Length).Where(row => place[row] < tokens[row].Length)];
            if (live.Length == 0)
            {
                return;
            }

            cancellationToken.ThrowIfCancellationRequested();
            var chunk = ChunkFor(live.Length);
            var parts = Array.ConvertAll(live, row => tokens[row].Slice(place[row], Math.Min(chunk, tokens[row].Length - place[row])));
            var states = Array.ConvertAll(live, row => rows[row]);
            Reached? report = reached is null ? null : (row, position, log) => reached(live[row], place[live[row]] + position, log);
            if (_outputs is null)
            {
                Step(model, states, parts, report, cancellationToken);
            }
            else
            {
                Run(states, parts, report, stop, cancellationToken);
            }

            for (var i = 0; i < live.Length; i++)
            {
                rows[live[i]] = states[i];
                place[live[i]] += parts[i].Length;
            }
        }
    }

    private static bool Has(GraphEntry score, StepTensor state) =>
        score.Inputs.Any(input => input.Name == state.Input) && score.Outputs.Any(output => output.Name == GraphNames.Next(state.Input));

    /// <summary>How many tokens of each row are read at a time.</summary>
    internal int ChunkFor(int rows) => (int)Math.Clamp(MaxOutputBytes / (2L * sizeof(float) * rows * _contract.VocabularySize), MinChunk, MaxChunk);

    private void Run(RowState[] states, ReadOnlyMemory<int>[] parts, Reached? reached, StopSignal stop, CancellationToken cancellationToken)
    {
        var graph = _sessions[GraphNames.Score];
        var (rows, time) = (parts.Length, parts.Max(part => part.Length));
        var ids = new long[rows * time];
        var lengths = Array.ConvertAll(parts, part => (long)part.Length);
        for (var row = 0; row < rows; row++)
        {
            for (var i = 0; i < parts[row].Length; i++)
            {
                ids[(row * time) + i] = parts[row].Span[i];
            }
        }

        var saved = new SavedRows(graph.FilePath, _contract, states);
        var inputs = new Dictionary<string, OrtValue>(StringComparer.Ordinal)
        {
            [GraphNames.TargetInput] = OrtValue.CreateTensorValueFromMemory(ids, [rows, time]),
            [GraphNames.TargetLengths] = OrtValue.CreateTensorValueFromMemory(lengths, [rows]),
        };
        var buffers = new List<TensorBuffer>();
        try
        {
            foreach (var state in _contract.States)
            {
                var (shape, buffer) = (saved.ShapeOf(graph.FilePath, state), new TensorBuffer());
                buffer.Reserve(shape.Bytes(rows));
                saved.Bytes(state).CopyTo(buffer.Bytes(shape.Bytes(rows)));
                buffers.Add(buffer);
                inputs[state.Input] = buffer.ToTensor(state.Value.Type, shape.With(rows));
            }

            string[] names = [.. _outputs!.Select(output => output.Name), .. reached is null ? Array.Empty<string>() : [GraphNames.LogProbabilities]];
            using var outputs = graph.Run(stop.Options, inputs, names, cancellationToken);
            for (var row = 0; row < rows; row++)
            {
                states[row] = new([.. _contract.States.Select((state, i) => Take(saved.ShapeOf(graph.FilePath, state), state, outputs[i], rows, row))]);
            }

            if (reached is not null)
            {
                Report(reached, parts, outputs[^1].GetTensorDataAsSpan<float>(), time);
            }
        }
        finally
        {
            SourceBatch.Release(inputs);
        }
    }

    private void Report(Reached reached, ReadOnlyMemory<int>[] parts, ReadOnlySpan<float> logProbabilities, int time)
    {
        for (var row = 0; row < parts.Length; row++)
        {
            for (var i = 0; i < parts[row].Length; i++)
            {
                reached(row, i, logProbabilities.Slice(((row * time) + i) * _contract.VocabularySize, _contract.VocabularySize));
            }
        }
    }

    private static StateTensor Take(RowShape shape, StepTensor state, OrtValue value, int rows, int row) => StateTensor.FromBytes(
        state.Input, SavedRows.ElementOf(state.Value.Type), shape.OfOneRow(), shape.Take(value.GetTensorDataAsSpan<byte>(), rows, row));

    private static void Step(IRowModel model, RowState[] states, ReadOnlyMemory<int>[] parts, Reached? reached, CancellationToken cancellationToken)
    {
        for (var row = 0; row < parts.Length; row++)
        {
            model.LoadRows([states[row]]);
            for (var i = 0; i < parts[row].Length; i++)
            {
                var logits = model.Step([parts[row].Span[i]], cancellationToken);
                if (reached is not null)
                {
                    Seq.Decoding.Kernels.LogSoftmax.Compute(logits, logits);
                    reached(row, i, logits);
                }
            }

            states[row] = model.SaveRow(0);
        }
    }
}
