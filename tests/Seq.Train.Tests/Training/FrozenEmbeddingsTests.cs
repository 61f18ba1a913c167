using Seq.Model;
using static TorchSharp.torch;

namespace Seq.Train.Tests;

public sealed class FrozenEmbeddingsTests
{
    private static readonly string[] Plain = ["model.embedding=10", "optimizer.freeze_embeddings=true"];

    [Fact]
    public void No_gradient_is_computed_for_a_table_that_is_not_trained()
    {
        using var scope = NewDisposeScope();
        using var session = Session(Plain);

        Step(session);

        Assert.All(session.Task.Weights, weight => Assert.Equal(weight.Name != LanguageModelNames.Embedding, weight.Value.grad is not null));
    }

    [Fact]
    public void A_tied_output_stays_as_it_began_and_keeps_the_gradient_of_one_step_only()
    {
        using var scope = NewDisposeScope();
        using var session = Session([.. Plain, "model.tied_embeddings=true"]);
        var table = session.Task.Weights.Single(weight => weight.Name == LanguageModelNames.Embedding).Value;
        var bias = session.Task.Weights.Single(weight => weight.Name == OutputNames.Bias).Value;
        var (before, biasBefore) = (Probe.Numbers(table.detach()), Probe.Numbers(bias.detach()));

        Step(session);
        var first = Size(table.grad!);
        Step(session);
        Step(session);

        Assert.Equal(before, Probe.Numbers(table.detach()));
        Assert.NotEqual(biasBefore, Probe.Numbers(bias.detach()));
        Assert.InRange(Size(table.grad!), first / 2, first * 2); // Without end, it would be near three times the first.

        static double Size(Tensor gradient) => Math.Sqrt(Probe.Numbers(gradient).Sum(value => value * value));
    }

    private static TrainingSession Session(string[] overrides) =>
        new(TaskData.Open(SettingOverrides.Apply(Preset.Find("toy-lm").Settings, [.. overrides, "model.dropout=0", "optimizer.learning_rate=0.0001"]), new(null, "none")));

    private static void Step(TrainingSession session)
    {
        using var batches = session.Task.Batches(default).GetEnumerator();
        session.Step(batches, TrainingState.Start);
    }
}
