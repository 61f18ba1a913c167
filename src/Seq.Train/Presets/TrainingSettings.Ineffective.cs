using Seq.Model;

namespace Seq.Train;

/// <content>Says which settings do nothing: those of model and data, and what no part of the settings knows by itself.</content>
public sealed partial record TrainingSettings
{
    /// <summary>Settings that do nothing beside the others.</summary>
    internal IReadOnlyList<IneffectiveSetting> Ineffective()
    {
        var (isLanguage, isPair, isClassifier) = (Task == TaskKind.LanguageModel, Task == TaskKind.EncoderDecoder, Task == TaskKind.Classifier);
        var isAdaptive = isLanguage && Model.AdaptiveCutoffs is not null;
        var first = Initialisation;
        WeightInitialiser?[] drawn = [first.Weights, first.Recurrent, Model.HasTable(Task) ? first.Embeddings : null, first.Output, first.Biases];
        var hasEpochs = Data.Source != DataSettings.Digits;
        (string Name, bool Changed, bool Works, string Where, string Else)[] rules =
        [
            ("initialisation.embeddings", first.Embeddings is not null, Model.HasTable(Task), "models with embeddings; one-hot input has none", "leave it out"),
            ("initialisation.output", first.Output is not null, !Model.TiedEmbeddings && !isAdaptive, "an output layer with a weight of its own", "leave it out"),
            ("initialisation.scale", first.Scale != new InitialisationSettings().Scale, drawn.Any(kind => kind is WeightInitialiser.Uniform or WeightInitialiser.Normal), "uniform and normal", "leave it at 0.1"),
            ("initialisation.forget_bias", first.ForgetBias is not null, Model.Cell == CellKind.Lstm, "LSTMs", "leave it out"),
            ("initialisation.update_bias", first.UpdateBias is not null, Model.Cell == CellKind.Gru, "GRUs", "leave it out"),
            ("loss.kind sampled", Loss.Kind == LossKind.Sampled, (isLanguage && !isAdaptive) || isPair, "language models without an adaptive softmax and encoder-decoders", "use softmax"),
            ("loss.kind sampled", Loss.Kind == LossKind.Sampled && Data.Unit == TokenUnit.BytePairs, false, "vocabularies whose ids go by frequency, as those of words and characters do", "use softmax"),
            ("model.adaptive_cutoffs", isAdaptive && Data.Unit == TokenUnit.BytePairs, false, "vocabularies whose ids go by frequency, as those of words and characters do", "leave it out"),
            ("loss.label_smoothing", Loss.LabelSmoothing != 0, !isAdaptive, "a softmax over all tokens, which an adaptive one is not", "leave it at 0"),
            ("loss.token_weights", Loss.TokenWeights is not null, !isClassifier, "losses over tokens, which a classifier's is not", "leave it out"),
            ("loss.position_weights", Loss.PositionWeights is not null, !isClassifier, "losses over tokens, which a classifier's is not", "leave it out"),
            ("loss.average", Loss.Average != LossAverage.Tokens, !isClassifier, "losses over tokens, which a classifier's is not", "leave it at tokens"),
            ("loss.coverage", Loss.Coverage != 0, isPair && Model is { Attention: not null, Coverage: true }, "encoder-decoders with model.coverage", "leave it at 0"),
            ("optimizer.freeze_embeddings", Optimizer.FreezeEmbeddings, Model.HasTable(Task), "models with embeddings; one-hot input has none", "leave it at false"),
            ("schedule.kind step", Schedule.Kind == ScheduleKind.Step, hasEpochs, "data with epochs, which digits has none of", "use another one"),
            ("schedule.kind zaremba", Schedule.Kind == ScheduleKind.Zaremba, hasEpochs, "data with epochs, which digits has none of", "use another one"),
            ("average.start", Average.Start != 0, hasEpochs, "data with epochs, which digits has none of", "leave it at 0"),
            ("regularisation.activation", Regularisation.Activation != 0, isLanguage, "language models", "leave it at 0"),
            ("regularisation.change", Regularisation.Change != 0, isLanguage, "language models", "leave it at 0"),
            ("regularisation.scheduled_sampling", Regularisation.ScheduledSampling != 0, isPair && !Model.WithoutFeedback, "encoder-decoders with feedback", "leave it at 0"),
            ("regularisation.bpe_dropout", Regularisation.BpeDropout != 0, isPair && Data.Unit == TokenUnit.BytePairs, "encoder-decoders with data.unit byte-pairs", "leave it at 0"),
            ("stop.at_times", Stop.AtTimes != new StopSettings().AtTimes, Stop.At is not null, "trainings with stop.at", "leave it at 3"),
            ("validation.beam", Validation.Beam != 1, isPair, "encoder-decoders", "leave it at 1"),
            ("validation.max_length", Validation.MaxLength is not null, isPair, "encoder-decoders", "leave it out"),
        ];
        return
        [
            .. Model.Ineffective(Task), .. Data.Ineffective(Task),
            .. rules.Where(rule => rule.Changed && !rule.Works).Select(rule => new IneffectiveSetting(rule.Name.Split(' ')[0], $"{rule.Name} has an effect only on {rule.Where}", rule.Else)),
            .. Loss.Ineffective(), .. Optimizer.Ineffective(), .. Schedule.Ineffective(), .. Average.Ineffective(), .. Stop.Ineffective(),
        ];
    }
}
