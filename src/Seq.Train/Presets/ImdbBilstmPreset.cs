using Seq.Model;

namespace Seq.Train;

/// <summary>
/// Reviews of films, good or bad, as well as it goes without other data: a bidirectional LSTM over 30,000 words and marks; attention over the review weighs its outputs.
/// Its directions are made to start from two language models of the preset <c>imdb-words-lm</c>, by <c>initialisation.checkpoint</c> and <c>initialisation.backward_checkpoint</c>
/// (Dai and Le 2015, arXiv:1511.01432); the maximum over the review tells little of what such layers put out.
/// </summary>
internal static class ImdbBilstmPreset
{
    internal static Preset Preset { get; } = new(
        "imdb-bilstm",
        "film reviews, good or bad, bidirectional LSTM 256 with attention",
        new()
        {
            Preset = "imdb-bilstm",
            Task = TaskKind.Classifier,
            Model = new() { Cell = CellKind.Lstm, Hidden = 256, Embedding = 128, Bidirectional = true, Pooling = PoolingKind.Attention, Dropout = 0.5, EmbeddingDropout = 0.3, Output = ClassifierOutput.Sigmoid },
            Data = new() { Source = "imdb", VocabularySize = 30_000, Split = WordSplit.Punctuation, BatchSize = 32, MaxLength = 600 },
            Initialisation = new() { Weights = WeightInitialiser.XavierUniform, Recurrent = WeightInitialiser.Orthogonal, Embeddings = WeightInitialiser.Uniform, Biases = WeightInitialiser.Zeros, Scale = 0.05, ForgetBias = 1 },
            Optimizer = new() { LearningRate = 0.001, WeightDecay = 0.05, ClipNorm = 1 },
            Schedule = new() { Kind = ScheduleKind.Cosine, WarmupSteps = 200, Floor = 0.02 },
            Average = new() { Kind = AverageKind.Ema, Decay = 0.999 },
            Regularisation = new() { WordDropout = 0.1 },
            Stop = new() { Epochs = 4 },
            Validation = new() { EveryEpochs = 0.5 },
            Threads = 2,
        });
}
