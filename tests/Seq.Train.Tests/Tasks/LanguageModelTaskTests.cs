using Seq.Model;
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

    private static TrainingTask Task(params string[] overrides) => TaskData.Open(SettingOverrides.Apply(Preset.Find("toy-lm").Settings, overrides), new(null, "none"));
}
