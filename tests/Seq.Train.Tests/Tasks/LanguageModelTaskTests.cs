using Seq.Model;
using Seq.Tests;
using static TorchSharp.torch;

namespace Seq.Train.Tests;

public sealed class LanguageModelTaskTests
{
    // Merity et al. 2017, §3: AR is on what dropout leaves, m ⊙ h_t, TAR on h_t − h_{t+1} without the mask.
    [Fact]
    public void The_activation_is_penalised_behind_dropout_and_its_change_before()
    {
        using var scope = NewDisposeScope();
        using var task = Task("model.dropout=0.5", "regularisation.activation=2", "regularisation.change=3");
        var model = (LanguageModel)task.Module;
        model.train();
        var batch = task.Batches(default).First();
        var read = (StreamBatch)batch.Content;

        manual_seed(5);
        var (output, undropped, _) = model.Read(tensor(read.Input, [1, read.Steps]), null);
        var loss = nn.functional.cross_entropy(model.Output.Logits(output).squeeze(0), tensor(read.Target));
        var moved = undropped.narrow(1, 1, read.Steps - 1) - undropped.narrow(1, 0, read.Steps - 1);
        (loss + (2 * output.pow(2).mean()) + (3 * moved.pow(2).mean())).backward();
        var expected = task.Weights.ToDictionary(weight => weight.Name, weight => Probe.Numbers(weight.Value.grad!));
        model.zero_grad();
        manual_seed(5);
        task.Backward(batch, new(1, 0, 1));

        Assert.All(task.Weights, weight => Assert.All(
            Probe.Numbers(weight.Value.grad!).Zip(expected[weight.Name]), pair => Assert.Equal(pair.Second, pair.First, 1e-5))); // Float32.
    }

    [Fact]
    public void Word_dropout_puts_the_unknown_token_into_the_inputs()
    {
        using var scope = NewDisposeScope();
        using var task = Task("model.dropout=0", "regularisation.word_dropout=0.9");
        task.Module.train();

        task.Backward(task.Batches(default).First(), new(1, 0, 1)); // No token of the text is unknown by itself.

        var gradient = task.Weights.Single(weight => weight.Name == LanguageModelNames.Embedding).Value.grad!;
        Assert.Contains(Probe.Numbers(gradient.select(0, task.Source.Special.Unknown!.Value)), value => value != 0);
    }

    // Without weights, each of 4 tokens has probability 1/4: 2 bits.
    [Theory]
    [InlineData("none", 4, 9)]  // <s> | ab a ab a: 9 characters, the line end among them
    [InlineData("end", 5, 8)]   // ab | a <eos> ab a <eos>: 2 + 1, 4 + 1
    [InlineData("start", 6, 10)] // <s> | ab a <s> ab a <s>: 4 + 1, 4 + 1
    public void Bits_per_character_divide_by_the_characters_of_what_is_predicted(string marks, int tokens, int characters)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["t.txt"], "ab a\nab a\n");

        var evaluation = Measured(folder["t.txt"], $"data.line_marks={marks}");

        Assert.Equal(tokens, evaluation.Samples);
        Assert.Equal(2, evaluation[Metric.BitsPerToken], 1e-6);
        Assert.Equal(2.0 * tokens / characters, evaluation[Metric.BitsPerCharacter], 1e-6);
    }

    [Fact]
    public void A_text_with_unknown_tokens_has_no_bits_per_character_and_a_note_says_why()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["t.txt"], "ab a\nab c\n");

        var evaluation = Measured(folder["t.txt"], "data.min_count=2");

        Assert.DoesNotContain(evaluation.Metrics, metric => metric.Name == Metric.BitsPerCharacter);
        Assert.Equal(["no bits per character: 2 of 4 tokens are unknown, and their characters were not predicted"], evaluation.Notes);
    }

    private static Evaluation Measured(string path, params string[] overrides)
    {
        string[] plain = ["data.min_count=1", "data.validation_share=0", "data.test_share=0", "data.batch_size=1", "initialisation.weights=zeros", "initialisation.biases=zeros"];
        using var task = TaskData.Open(SettingOverrides.Apply(Preset.Find("lm").Settings, [$"data.source={path}", .. plain, .. overrides]), new(null, "none"));
        task.Initialise();
        task.Module.eval();
        return task.Evaluate(new(DataPart.Train, null));
    }

    private static TrainingTask Task(params string[] overrides) => TaskData.Open(SettingOverrides.Apply(Preset.Find("toy-lm").Settings, overrides), new(null, "none"));
}
