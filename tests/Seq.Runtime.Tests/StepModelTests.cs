using Microsoft.ML.OnnxRuntime;
using Seq.Decoding;
using Seq.Model;

namespace Seq.Runtime.Tests;

/// <summary>The step model under moves that no search of today makes, against rows that replay their history alone.</summary>
public sealed class StepModelTests(Bundles bundles) : IClassFixture<Bundles>
{
    /// <summary>Bound to the processor's memory; not bound; and as on a device, whose memory here is the processor's.</summary>
    public static TheoryData<string> Kinds => ["bound", "unbound", "device"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Rows_keep_their_states_and_memories_through_any_sequence_of_moves(string kind)
    {
        using var sessions = Open(bundles.Attention, out var contract);
        using var device = NewDevice(sessions, contract);
        using var model = NewModel(sessions, contract, kind, device);
        using var alone = NewModel(sessions, contract, bind: true);
        var random = new Random(30);
        for (var trial = 0; trial < 6; trial++)
        {
            var sources = Bundles.Sources(4, seed: 31 + trial);
            model.Begin(SourceBatch.Of(sources, [0, 1, 2, 3], contract.WidthStep), 5, default);
            List<(int Source, int[] History)> rows = [.. Enumerable.Range(0, 4).Select(i => (i, Array.Empty<int>()))];
            for (var step = 0; step < 10; step++)
            {
                int[] tokens = [.. rows.Select(_ => random.Next(Bundles.TargetVocabulary))];
                rows = [.. rows.Zip(tokens, (row, token) => (row.Source, (int[])[.. row.History, token]))];
                var logits = model.Step(tokens, default).ToArray();
                for (var row = 0; row < rows.Count; row++)
                {
                    Assert.Equal(Replay(alone, sources[rows[row].Source], rows[row].History, contract), logits.Chunk(Bundles.TargetVocabulary).ElementAt(row));
                }

                // Grows past the room asked for, shrinks to one row, and now and then moves twice before a step.
                for (var moves = random.Next(3); moves > 0; moves--)
                {
                    int[] parents = [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => random.Next(rows.Count))];
                    model.Reorder(parents);
                    rows = [.. parents.Select(parent => rows[parent])];
                    Assert.Equal(rows.Count, model.Rows);
                }
            }
        }
    }

    [Fact]
    public void A_warm_step_allocates_nothing()
    {
        using var sessions = Open(bundles.Attention, out var contract);
        using var model = NewModel(sessions, contract, bind: true);
        var source = SourceBatch.Of(Bundles.Sources(6, seed: 33), [0, 1, 2, 3, 4, 5], contract.WidthStep);
        using var cancellation = new CancellationTokenSource();
        int[] tokens = [2, 3, 4, 5, 6, 7];
        int[] swapped = [1, 0, 2, 4, 3, 5];
        model.Begin(source, 6, cancellation.Token);

        void Steps(int count)
        {
            for (var i = 0; i < count; i++)
            {
                model.Step(tokens, cancellation.Token);
                if (i % 2 == 1)
                {
                    model.Reorder(swapped);
                }
            }
        }

        Steps(10);
        var least = long.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Steps(1000);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Theory]
    [InlineData("greedy", 1)]
    [InlineData("greedy", 32)]
    [InlineData("beam", 1)]
    [InlineData("beam", 32)]
    [InlineData("sampled", 1)]
    [InlineData("sampled", 32)]
    public void A_warm_search_allocates_nothing_per_step(string kind, int inputs)
    {
        using var sessions = Open(bundles.Attention, out var contract);
        using var model = NewModel(sessions, contract, bind: true);
        var source = SourceBatch.Of(Bundles.Sources(inputs, seed: 34), [.. Enumerable.Range(0, inputs)], contract.WidthStep);
        // Without end tokens every step has the same rows; the two lengths differ in nothing but their steps and the results' tokens.
        SearchOptions Search(int length) => new()
        {
            StartToken = 0,
            EndTokens = [],
            MaxLength = length,
            BeamSize = kind == "beam" ? 4 : 1,
            Sampling = kind == "sampled" ? new() { Seed = 1, TopK = 5, TopP = 0.95f } : null,
        };
        var (shorter, longer) = (new Decoder(Search(100)), new Decoder(Search(200)));

        long Allocated(Decoder decoder)
        {
            model.Begin(source, inputs * 4, default);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var results = decoder.Decode(model);
            Assert.Equal(decoder.Options.MaxLength, results[0].Best.Length);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        // The least of several runs: the first ones grow buffers, and the compiler at work may allocate in any.
        long Least(Decoder decoder) => Enumerable.Range(0, 8).Min(_ => Allocated(decoder));

        // What is left are the results themselves: a token (4 bytes) and a log-probability (8 bytes) per input and step. The compiler may keep some object of a whole call off
        // the heap in one of the two and not in the other; one per step would be 24 bytes at least.
        var perStep = (Least(longer) - Least(shorter)) / 100.0;
        Assert.InRange(perStep, -1, (12 * inputs) + 1);
    }

    [Fact]
    public void Tokens_that_do_not_fit_the_rows_are_refused_before_the_graph_sees_them()
    {
        using var sessions = Open(bundles.Attention, out var contract);
        using var model = NewModel(sessions, contract, bind: true);

        Assert.Throws<InvalidInputException>(() => model.Step([], default));
        model.Begin(SourceBatch.Of(Bundles.Sources(2, seed: 35), [0, 1], contract.WidthStep), 2, default);
        Assert.Throws<InvalidInputException>(() => model.Step([1], default));
        Assert.Throws<InvalidInputException>(() => model.Step([1, Bundles.TargetVocabulary], default));
        Assert.Throws<InvalidInputException>(() => model.Reorder([]));
        Assert.Throws<InvalidInputException>(() => model.Reorder([2]));
        Assert.Equal(2 * Bundles.TargetVocabulary, model.Step([1, 2], default).Length);
    }

    [Fact]
    public void A_token_cancelled_just_before_a_step_ends_it_inside_the_graph()
    {
        using var sessions = Open(bundles.Attention, out var contract);
        using var model = NewModel(sessions, contract, bind: true);
        model.Begin(SourceBatch.Of(Bundles.Sources(2, seed: 36), [0, 1], contract.WidthStep), 2, default);
        var expected = model.Step([1, 2], default).ToArray();

        var exception = Assert.Throws<OperationCanceledException>(() => model.Step([1, 2], new CancellationToken(canceled: true)));

        Assert.IsType<Microsoft.ML.OnnxRuntime.OnnxRuntimeException>(exception.InnerException);
        model.Begin(SourceBatch.Of(Bundles.Sources(2, seed: 36), [0, 1], contract.WidthStep), 2, default);
        Assert.Equal(expected, model.Step([1, 2], default).ToArray());
    }

    [Fact]
    public void Rows_are_gathered_along_any_axis()
    {
        // [2, 3 rows, 2] with elements 100 · block + 10 · row + column, as bytes.
        byte[] source = [0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121];
        var shape = RowShape.Of(new("state", GraphType.Bool, [2, "batch", 2]), 1, [2, 3, 2]);
        var gathered = new byte[16];

        shape.Gather(source, 3, gathered, [2, 0, 0, 1]);

        Assert.Equal(16, shape.Bytes(4));
        Assert.Equal([2, 4, 2], shape.With(4));
        Assert.Equal([20, 21, 0, 1, 0, 1, 10, 11, 120, 121, 100, 101, 100, 101, 110, 111], gathered);
    }

    [Fact]
    public void A_tensor_too_large_for_memory_is_refused_by_its_size()
    {
        var shape = RowShape.Of(new("memory", GraphType.Float32, ["batch", "source", 65_536]), 0, [1, 10_000, 65_536]);

        Assert.Contains("smaller batches", Assert.Throws<InvalidInputException>(() => shape.Bytes(100)).Message);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Rows_saved_by_one_model_go_on_in_another_beside_rows_of_longer_sources(string kind)
    {
        using var sessions = Open(bundles.Attention, out var contract);
        using var device = NewDevice(sessions, contract);
        using var one = NewModel(sessions, contract, kind, device);
        using var other = NewModel(sessions, contract, kind, device);
        int[][] sources = [[1, 2], [.. Enumerable.Range(0, 40).Select(i => i % Bundles.SourceVocabulary)]];
        one.Begin(SourceBatch.Of(sources, [0], contract.WidthStep), 1, default);
        other.Begin(SourceBatch.Of(sources, [1], contract.WidthStep), 1, default);
        one.Step([3], default);
        other.Step([4], default);

        other.LoadRows([other.SaveRow(0), one.SaveRow(0)]);

        Assert.Equal(2, other.Rows);
        var together = other.Step([5, 6], default).ToArray();
        var (first, second) = (other.Attention(0).ToArray(), other.Attention(1).ToArray());
        Assert.Equal(Replay(one, sources[1], [4, 5], contract), together[..Bundles.TargetVocabulary]);
        Assert.Equal(one.Attention(0).ToArray(), first);
        Assert.Equal(Replay(one, sources[0], [3, 6], contract), together[Bundles.TargetVocabulary..]);
        Assert.Equal(one.Attention(0).ToArray(), second);
        Assert.Equal((40, 2), (first.Length, second.Length));
    }

    [Fact]
    public void A_search_on_a_device_finds_what_it_finds_on_the_host()
    {
        using var sessions = Open(bundles.Attention, out var contract);
        using var device = NewDevice(sessions, contract);
        using var host = NewModel(sessions, contract, bind: true);
        using var model = NewModel(sessions, contract, "device", device);
        var source = SourceBatch.Of(Bundles.Sources(5, seed: 37), [0, 1, 2, 3, 4], contract.WidthStep);
        SearchOptions[] searches =
        [
            new() { StartToken = Bundles.Start, EndTokens = [Bundles.End], MaxLength = Bundles.MaxLength, KeepAttention = true },
            new() { StartToken = Bundles.Start, EndTokens = [Bundles.End], MaxLength = Bundles.MaxLength, BeamSize = 4, HypothesisCount = 4, KeepAttention = true },
        ];

        foreach (var search in searches)
        {
            host.Begin(source, 5 * search.RowsPerInput, default);
            model.Begin(source, 5 * search.RowsPerInput, default);

            Assert.Equal(new Decoder(search).Decode(host).AsEnumerable(), new Decoder(search).Decode(model));
        }
    }

    [Fact]
    public void A_search_that_loses_rows_keeps_the_memory_of_no_number_of_rows_but_the_last()
    {
        using var sessions = Open(bundles.Attention, out var contract);
        using var device = NewDevice(sessions, contract);
        using var model = NewModel(sessions, contract, "device", device);
        var tensors = (2 * contract.States.Count) + contract.Memories.Count;
        model.Begin(SourceBatch.Of(Bundles.Sources(8, seed: 38), [.. Enumerable.Range(0, 8)], contract.WidthStep), 8, default);
        for (var rows = 8; rows > 1; rows--)
        {
            model.Step(new int[rows], default);
            model.Reorder([.. Enumerable.Range(0, rows - 1)]);
            Assert.Equal(tensors, device.InUse);
        }

        model.End();
        Assert.Equal(0, device.InUse);
    }

    [Fact]
    public void Rows_that_a_device_cannot_hold_give_back_what_they_had_of_it()
    {
        using var sessions = Open(bundles.Attention, out var contract);
        using var device = NewDevice(sessions, contract);
        var shapes = contract.States.ToDictionary(state => state, state => RowShape.Of(state.Value, state.BatchAxis, [.. state.Value.Shape.Select(size => size.Size)]));

        Assert.Throws<KeyNotFoundException>(() => new DeviceRows(sessions[GraphNames.Step], contract, device, shapes, rows: 2)); // Of the memories.

        Assert.Equal(0, device.InUse);
    }

    [Fact]
    public async Task A_step_model_that_cannot_be_made_holds_nobody_back()
    {
        var released = false;
        var lifetime = new ModelLifetime("model", () => released = true, _ => { }, TimeProvider.System);
        using var pool = new StepModelPool(() => throw new InferenceException("step.onnx", "There is no memory."));

        Assert.Throws<InferenceException>(() => pool.Lend(lifetime));
        lifetime.Close();

        await lifetime.Released.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(released);
    }

    private static float[] Replay(IRowModel model, int[] source, int[] history, StepContract contract)
    {
        model.Begin(SourceBatch.Of([source], [0], contract.WidthStep), 1, default);
        float[] logits = [];
        foreach (var token in history)
        {
            logits = model.Step([token], default).ToArray();
        }

        return logits;
    }

    private static ModelSessions Open(string path, out StepContract contract)
    {
        var bundle = Bundle.Open(path);
        contract = new(path, bundle.Graph(GraphNames.Step), bundle.Graph(GraphNames.Encode));
        return ModelSessions.Open(bundle, SeqModelOptions.Default);
    }

    private static OrtStepModel NewModel(ModelSessions sessions, StepContract contract, bool bind) =>
        new(sessions[GraphNames.Encode], sessions[GraphNames.Step], contract, bind);

    private static IRowModel NewModel(ModelSessions sessions, StepContract contract, string kind, DeviceGraphs device) => kind == "device"
        ? new DeviceStepModel(sessions[GraphNames.Encode], sessions[GraphNames.Step], contract, device)
        : NewModel(sessions, contract, bind: kind == "bound");

    private static DeviceGraphs NewDevice(ModelSessions sessions, StepContract contract) => new(
        contract, new(OrtMemoryInfo.allocatorCPU, OrtAllocatorType.DeviceAllocator, 0, OrtMemType.Default), sessions[GraphNames.Step].Session, () => new SessionOptions());
}
