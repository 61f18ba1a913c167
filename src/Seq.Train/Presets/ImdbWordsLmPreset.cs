using Seq.Model;

namespace Seq.Train;

/// <summary>A language model of film reviews with the vocabulary of <c>imdb-bilstm</c>, which starts from it.</summary>
internal static class ImdbWordsLmPreset
{
    internal static Preset Preset { get; } = new(
        "imdb-words-lm",
        "words and marks of film reviews, 30,000 of them, LSTM 256; imdb-bilstm starts from it",
        new()
        {
            Preset = "imdb-words-lm",
            Task = TaskKind.LanguageModel,
            Model = new() { Cell = CellKind.Lstm, Hidden = 256, Embedding = 128, Dropout = 0.2 },
            Data = new() { Source = "imdb", VocabularySize = 30_000, Split = WordSplit.Punctuation, BatchSize = 64, Steps = 70 },
            Initialisation = new() { Embeddings = WeightInitialiser.Uniform, Scale = 0.1, ForgetBias = 1 },
            Loss = new() { Kind = LossKind.Sampled, Samples = 2_048 },
            Optimizer = new() { LearningRate = 0.004, ClipNorm = 1 },
            Schedule = new() { Kind = ScheduleKind.Cosine, WarmupSteps = 200, Floor = 0.02 },
            Stop = new() { Epochs = 5 },
            Validation = new() { EveryEpochs = 1, Samples = 100_000 },
            Threads = 2,
        });
}
