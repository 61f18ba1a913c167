using Seq.Model;

namespace Seq.Train;

/// <summary>Repeats the first two of five ids: an LSTM of 150 reads one-hot ids, and its last output is all that the decoder sees, at every step.</summary>
internal static class EchoPreset
{
    internal static Preset Preset { get; } = new(
        "echo",
        "the first 2 of 5 ids said again, LSTM 150, encoder state as decoder input",
        new()
        {
            Preset = "echo",
            Task = TaskKind.EncoderDecoder,
            Model = new() { Cell = CellKind.Lstm, Hidden = 150, Embedding = null, WithoutFeedback = true, ContextEveryStep = true, Bridge = BridgeKind.Zeros },
            Data = new() { Source = "echo", BatchSize = 32, PoolBatches = 0 },
            Initialisation = new() { Weights = WeightInitialiser.XavierUniform, Recurrent = WeightInitialiser.Orthogonal, Biases = WeightInitialiser.Zeros },
            Optimizer = new() { LearningRate = 0.003, ClipNorm = 1 },
            Schedule = new() { Kind = ScheduleKind.Cosine, Floor = 0.01 },
            Stop = new() { Epochs = 25 },
            Validation = new() { EveryEpochs = 1, Samples = 2_000 },
        });
}
