using Seq.Model;
using static TorchSharp.torch;

namespace Seq.Train.Tests;

public sealed class PretrainedWeightsTests : IDisposable
{
    private static readonly LanguageModelDescription Language = new()
    {
        Vocabulary = 4, Embedding = 3, StartToken = 0, Layers = new() { Cell = CellKind.Lstm, Hidden = 5 },
    };

    private static readonly ClassifierDescription Classifier = new()
    {
        Vocabulary = 5, Embedding = 3, Classes = 2, Layers = Language.Layers with { Bidirectional = true },
    };

    private static readonly Vocabulary Known = new(TokenUnit.Words, ["<s>", "good", "bad", "film"], new() { Start = 0 });
    private static readonly Vocabulary Words = new(TokenUnit.Words, ["<pad>", "film", "new", "good", "bad"], new() { Padding = 0 });
    private readonly string _folder = Directory.CreateTempSubdirectory("seq-train-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_classifier_starts_from_a_language_model_word_by_word_and_keeps_its_own_output()
    {
        using var scope = NewDisposeScope();
        var path = Write(out var language);
        manual_seed(2);
        using var plain = new Classifier(Classifier);
        manual_seed(2);
        using var started = new Classifier(Classifier);

        var notices = Initialiser.Apply(started, new() { Checkpoint = path }, Words);

        var (from, before, after) = (Values(language), Values(plain), Values(started));
        Assert.Equal(from["rnn.weight_hh_l0"], after["rnn.weight_hh_l0"]);
        Assert.Equal(from["embedding.weight"][9..12], after["embedding.weight"][3..6]);   // film: 3 there, 1 here
        Assert.Equal(from["embedding.weight"][3..9], after["embedding.weight"][9..15]);   // good, bad
        Assert.Equal(before["embedding.weight"][6..9], after["embedding.weight"][6..9]);  // new
        Assert.Equal(before["rnn.weight_hh_l0_reverse"], after["rnn.weight_hh_l0_reverse"]);
        Assert.Equal(before["output.weight"], after["output.weight"]);
        Assert.Equal([$"initialisation.checkpoint: 5 of {after.Count} tensors start from {path}; 3 of {Words.Count} tokens have an embedding there."], notices);
    }

    [Fact]
    public void A_language_model_read_from_the_end_becomes_the_backward_direction_and_nothing_else()
    {
        using var scope = NewDisposeScope();
        var path = Write(out var language);
        manual_seed(2);
        using var plain = new Classifier(Classifier);
        manual_seed(2);
        using var started = new Classifier(Classifier);
        using var forward = new Classifier(Classifier with { Layers = Language.Layers });

        Initialiser.Apply(started, new() { BackwardCheckpoint = path }, Words);

        var (from, before, after) = (Values(language), Values(plain), Values(started));
        Assert.All(["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"], (string name) =>
        {
            Assert.Equal(from[$"rnn.{name}"], after[$"rnn.{name}_reverse"]);
            Assert.Equal(before[$"rnn.{name}"], after[$"rnn.{name}"]);
        });
        Assert.Equal(from["embedding.weight"][9..12], after["embedding.weight"][3..6]); // film: the embeddings the layers learned with
        Assert.Contains("set model.bidirectional", Assert.Throws<DataException>(() => Initialiser.Apply(forward, new() { BackwardCheckpoint = path }, Words)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_directions_start_from_language_models_with_the_same_embeddings_alone()
    {
        using var scope = NewDisposeScope();
        var path = Write(out var language);
        using var stranger = new LanguageModel(Language);
        var other = Path.Combine(_folder, "stranger");
        Checkpoint.Write(other, Language, Known, Known, ModuleWeights.Save(stranger));
        using var both = new Classifier(Classifier);

        Initialiser.Apply(both, new() { Checkpoint = path, BackwardCheckpoint = path }, Words);

        var (from, after) = (Values(language), Values(both));
        Assert.Equal(from["rnn.weight_hh_l0"], after["rnn.weight_hh_l0"]);
        Assert.Equal(from["rnn.weight_hh_l0"], after["rnn.weight_hh_l0_reverse"]);
        Assert.Contains("optimizer.freeze_embeddings", Assert.Throws<DataException>(
            () => Initialiser.Apply(both, new() { Checkpoint = path, BackwardCheckpoint = other }, Words)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_language_model_of_the_same_vocabulary_goes_on_with_all_weights()
    {
        using var scope = NewDisposeScope();
        var path = Write(out var language);
        manual_seed(3);
        using var started = new LanguageModel(Language);

        Initialiser.Apply(started, new() { Checkpoint = path }, Known);

        Assert.Equal(Values(language), Values(started));
    }

    [Fact]
    public void Another_size_is_an_error_that_names_the_tensor()
    {
        using var scope = NewDisposeScope();
        var path = Write(out _);
        using var wider = new Classifier(Classifier with { Layers = Classifier.Layers with { Hidden = 6 } });

        var error = Assert.Throws<DataException>(() => Initialiser.Apply(wider, new() { Checkpoint = path }, Words));

        Assert.Contains("tensor 'rnn.weight_ih_l0' is [20, 3], but the model's is [24, 3]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_with_nothing_in_common_is_an_error()
    {
        using var scope = NewDisposeScope();
        var path = Write(out _);
        using var other = new EncoderDecoder(new()
        {
            SourceVocabulary = 5, TargetVocabulary = 5, SourceEmbedding = 3, TargetEmbedding = 3, StartToken = 0, EndToken = 0,
            Encoder = Language.Layers, Decoder = Language.Layers,
        });

        Assert.Contains("has no tensor", Assert.Throws<DataException>(() => Initialiser.Apply(other, new() { Checkpoint = path }, Words)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Vectors_and_a_checkpoint_are_one_too_many() => Assert.Contains(
        new InitialisationSettings { Vectors = "a", Checkpoint = "b" }.Problems(), problem => problem.Contains("give one of them", StringComparison.Ordinal));

    private string Write(out LanguageModel language)
    {
        manual_seed(1);
        language = new LanguageModel(Language);
        var path = Path.Combine(_folder, "language");
        Checkpoint.Write(path, Language, Known, Known, ModuleWeights.Save(language));
        return path;
    }

    private static Dictionary<string, float[]> Values(SequenceModule module) =>
        module.Named().ToDictionary(pair => pair.Name, pair => pair.Value.detach().contiguous().data<float>().ToArray());
}
