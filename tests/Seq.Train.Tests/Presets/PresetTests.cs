using Seq.Model;

namespace Seq.Train.Tests;

public sealed class PresetTests
{
    [Fact]
    public void The_digits_preset_is_the_small_gru_without_attention()
    {
        var settings = Preset.Find("digits").Settings;
        var model = Assert.IsType<EncoderDecoderDescription>(settings.Model.Describe(settings.Task, DigitsTask.SourceVocabulary, DigitsTask.TargetVocabulary));

        Assert.Equal((16, 200_000L, 0.005, 5_000L), (settings.Data.BatchSize, settings.Stop.Samples, settings.Optimizer.LearningRate, settings.Validation.EverySamples));
        Assert.Equal((CellKind.Gru, 16, 1, false), (model.Encoder.Cell, model.Encoder.Hidden, model.Encoder.Layers, model.Encoder.Bidirectional));
        Assert.Equal((27, 11, 8, 8), (model.SourceVocabulary, model.TargetVocabulary, model.SourceEmbedding, model.TargetEmbedding));
        Assert.Null(model.Attention);

        // Embeddings 27·8 and 11·8; each GRU 48·8 + 48·16 + 48 + 48; output 16·11 + 11.
        Assert.Equal(216 + 88 + (2 * (384 + 768 + 96)) + 187, model.ParameterCount);
    }

    [Fact]
    public void Every_preset_is_valid_and_bears_its_own_name() => Assert.All(Preset.All, preset =>
    {
        preset.Settings.Validate();
        Assert.Equal(preset.Name, preset.Settings.Preset);
        Assert.Same(preset, Preset.Find(preset.Name));
    });

    [Fact]
    public void Keras_index_needs_a_word_beside_the_ids_that_it_takes_for_itself()
    {
        var settings = Preset.Find("imdb-lstm").Settings;

        var error = Assert.Throws<TrainingSettingsException>(() => SettingOverrides.Apply(settings, ["data.vocabulary_size=4"]));

        Assert.Equal("data.vocabulary_size is 4, but Keras' index of IMDB takes the first 4 ids for itself; it must be above that.", Assert.Single(error.Problems));
        SettingOverrides.Apply(settings, ["data.vocabulary_size=5"]);
        SettingOverrides.Apply(settings, ["data.vocabulary_size=4", "data.split=punctuation"]);
    }

    [Fact]
    public void An_unknown_preset_is_answered_with_the_known_ones()
    {
        var error = Assert.Throws<SeqException>(() => Preset.Find("digit"));

        Assert.StartsWith("There is no preset 'digit'. The presets are digits, digits-attention, ", error.Message, StringComparison.Ordinal);
    }
}
