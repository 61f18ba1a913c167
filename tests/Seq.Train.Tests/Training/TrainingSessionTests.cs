using TorchSharp;

namespace Seq.Train.Tests;

public sealed class TrainingSessionTests
{
    private const ulong DataSeed = 5;
    private const int Vocabulary = 11;

    [Fact]
    public void The_loss_of_a_step_is_the_mean_cross_entropy_of_the_real_target_steps()
    {
        using var session = new TrainingSession(Settings(), DataSeed);
        var batch = DigitsTask.DrawBatch(new(DataSeed), 8, 1, 3);
        var logits = session.Model.Logits(batch);
        double sum = 0;
        long steps = 0;
        for (var row = 0; row < batch.Rows; row++)
        {
            for (var step = 0; step < batch.TargetLengths[row]; step++, steps++)
            {
                var place = (row * batch.TargetTime) + step;
                var scores = logits[(place * Vocabulary)..((place + 1) * Vocabulary)];
                sum += Math.Log(scores.Sum(Math.Exp)) - scores[batch.TargetOutput[place]];
            }
        }

        var (loss, rows) = session.Step(0);

        Assert.True(steps < batch.TargetOutput.Length, "Some target must be padded.");
        Assert.Equal(8, rows);
        Assert.Equal(sum / steps, loss, 1e-6);
    }

    // Adam's first step: both moments are the gradient's, so the move is the rate times its sign (Kingma and Ba 2015, algorithm 1, t = 1).
    [Fact]
    public void The_first_step_moves_each_weight_by_the_learning_rate_against_its_gradient()
    {
        const double Rate = 0.01;
        using var session = new TrainingSession(Settings("optimizer.learning_rate=0.01", "optimizer.clip_norm=null"), DataSeed);
        var before = Values(session);

        session.Step(0);

        var after = Values(session);
        var moves = new List<(double Expected, double Found)>();
        foreach (var (name, gradient) in Gradients(session))
        {
            moves.AddRange(Enumerable.Range(0, gradient.Length)
                .Where(element => Math.Abs(gradient[element]) > 1e-4) // Far above Adam's ε of 1e-8.
                .Select(element => (-Rate * Math.Sign(gradient[element]), (double)(after[name][element] - before[name][element]))));
        }

        Assert.True(moves.Count > 100, $"Only {moves.Count} gradients are large enough to tell.");
        Assert.All(moves, move => Assert.Equal(move.Expected, move.Found, 2e-6));
    }

    [Fact]
    public void Gradients_are_clipped_by_their_global_norm()
    {
        using var session = new TrainingSession(Settings("optimizer.clip_norm=0.01"), DataSeed);

        session.Step(0);

        Assert.Equal(0.01, Math.Sqrt(Gradients(session).Values.Sum(values => values.Sum(value => (double)value * value))), 1e-5);
    }

    [Fact]
    public void The_learning_rate_of_a_step_is_the_schedules()
    {
        var settings = Settings("optimizer.learning_rate=0.01", "optimizer.schedule=cosine", "optimizer.clip_norm=null");
        using var session = new TrainingSession(settings, DataSeed);
        var before = Values(session);

        session.Step(settings.Samples / 2); // Half-way the rate is half, and this is Adam's first step.

        var largest = Values(session).Max(pair => pair.Value.Zip(before[pair.Key], (now, then) => Math.Abs(now - then)).Max());
        Assert.Equal(0.005, largest, 1e-5);
    }

    [Fact]
    public void The_number_of_live_tensors_does_not_grow()
    {
        using var session = new TrainingSession(
            Settings("model.cell=lstm", "model.layers=2", "model.bidirectional=true", "model.attention=additive", "model.dropout=0.1"), DataSeed);
        var batch = DigitsTask.DrawBatch(new(1), 16, 1, 3);
        Work();
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        for (var round = 0; round < 10; round++)
        {
            Work();
        }

        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Work()
        {
            session.Step(0);
            session.Module.eval();
            session.Model.Logits(batch);
            session.Model.DecodeGreedy(batch, 5);
            ModuleWeights.Save(session.Module);
        }
    }

    private static TrainingSettings Settings(params string[] overrides)
    {
        using var run = new TinyRun(overrides);
        return run.Settings;
    }

    private static Dictionary<string, float[]> Values(TrainingSession session)
    {
        using var scope = torch.NewDisposeScope();
        return session.Module.Named().ToDictionary(pair => pair.Name, pair => pair.Value.detach().data<float>().ToArray());
    }

    private static Dictionary<string, float[]> Gradients(TrainingSession session)
    {
        using var scope = torch.NewDisposeScope();
        return session.Module.Named().ToDictionary(pair => pair.Name, pair => pair.Value.grad!.data<float>().ToArray());
    }
}
