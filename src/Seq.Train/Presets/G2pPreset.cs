using Seq.Model;

namespace Seq.Train;

/// <summary>Letters to phonemes of CMUdict: two bidirectional LSTM layers read a word, two layers with general attention say it.</summary>
internal static class G2pPreset
{
    internal static Preset Preset { get; } = new(
        "g2p",
        "letters to phonemes (CMUdict), 2 x LSTM 256 with attention",
        new()
        {
            Preset = "g2p",
            Task = TaskKind.EncoderDecoder,
            Model = new() { Cell = CellKind.Lstm, Hidden = 256, Layers = 2, Embedding = 128, Bidirectional = true, Attention = AttentionScore.General, Dropout = 0.3 },
            Data = new() { Source = "cmudict", Unit = TokenUnit.Characters, TargetUnit = TokenUnit.Words, BatchSize = 128 },
            Initialisation = new() { Embeddings = WeightInitialiser.Uniform, Scale = 0.1, ForgetBias = 1 },
            Loss = new() { LabelSmoothing = 0.1 },
            Optimizer = new() { LearningRate = 0.002, ClipNorm = 1 },
            Schedule = new() { Kind = ScheduleKind.Cosine, WarmupSteps = 500, Floor = 0.01 },
            Average = new() { Kind = AverageKind.Ema, Decay = 0.999 },
            Stop = new() { Epochs = 15 },
            Validation = new() { EveryEpochs = 1, BatchSize = 250, Beam = 5 },
            Threads = 2,
        });
}
