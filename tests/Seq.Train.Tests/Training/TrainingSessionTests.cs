using TorchSharp;

namespace Seq.Train.Tests;

public sealed class TrainingSessionTests
{
    private const int Vocabulary = 11;

    [Fact]
    public void The_loss_of_a_step_is_the_mean_cross_entropy_of_the_real_target_steps()
    {
        using var session = Session();
        var batch = (SequenceBatch)session.Task.Batches(default).First().Content;
        using var model = new TorchModel((EncoderDecoder)session.Task.Module, owned: false);
        var logits = model.Logits(batch);
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

        var state = Step(session);

        Assert.True(steps < batch.TargetOutput.Length, "Some target must be padded.");
        Assert.Equal((8, steps, batch.TargetOutput.Length), (state.Samples, state.Tokens, (int)state.Cells));
        Assert.Equal(sum / steps, state.MeanLoss, 1e-6);
    }

    // Adam's first step: both moments are the gradient's, so the move is the rate times its sign (Kingma and Ba 2015, algorithm 1, t = 1).
    [Fact]
    public void The_first_step_moves_each_weight_by_the_learning_rate_against_its_gradient()
    {
        const double Rate = 0.01;
        using var session = Session("optimizer.learning_rate=0.01", "optimizer.clip_norm=null");
        var before = Values(session);

        Step(session);

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
        using var session = Session("optimizer.clip_norm=0.01");

        Step(session);

        Assert.Equal(0.01, Math.Sqrt(Gradients(session).Values.Sum(values => values.Sum(value => (double)value * value))), 1e-5);
    }

    [Fact]
    public void The_learning_rate_of_a_step_is_the_schedules()
    {
        using var session = Session("optimizer.learning_rate=0.01", "schedule.kind=cosine", "optimizer.clip_norm=null");
        var before = Values(session);

        Step(session, TrainingState.Start with { Samples = session.Total / 2 }); // Half-way the rate is half, and this is Adam's first step.

        var largest = Values(session).Max(pair => pair.Value.Zip(before[pair.Key], (now, then) => Math.Abs(now - then)).Max());
        Assert.Equal(0.005, largest, 1e-5);
    }

    // The mean over the tokens of two batches of equal weight is the mean of their gradients.
    [Fact]
    public void Accumulated_batches_give_the_mean_of_their_gradients()
    {
        using var session = Session("optimizer.accumulate=2", "optimizer.clip_norm=null", "optimizer.kind=sgd");
        using var single = Session("optimizer.clip_norm=null", "optimizer.kind=sgd");
        var batches = single.Task.Batches(default).Take(2).ToArray();
        var expected = new Dictionary<string, float[]>();
        foreach (var batch in batches)
        {
            single.Task.Module.zero_grad();
            single.Task.Backward(batch, new(1, 0, 1));
            foreach (var (name, gradient) in Gradients(single))
            {
                expected[name] = [.. gradient.Select((value, place) => (value / 2) + (expected.TryGetValue(name, out var sum) ? sum[place] : 0))];
            }
        }

        var state = Step(session);

        Assert.Equal((1, 16), (state.Steps, state.Samples));
        Assert.All(Gradients(session), pair => Assert.All(pair.Value.Zip(expected[pair.Key]), values => Assert.Equal(values.Second, values.First, 1e-6)));
    }

    [Fact]
    public void A_loss_that_is_not_finite_names_the_weight_that_is_not()
    {
        using var session = Session();
        using (torch.no_grad())
        {
            session.Task.Weights.Single(weight => weight.Name == "output.bias").Value.fill_(double.NaN);
        }

        Assert.Equal("The loss of step 1 is NaN, for tensor 'output.bias' is not finite", Assert.Throws<NotFiniteException>(() => Step(session)).Message);
    }

    [Fact]
    public void A_training_that_cannot_start_keeps_no_native_memory()
    {
        using var unknown = new TinyRun("loss.token_weights=[\"nothing=2\"]");
        using var vectorless = new TinyRun("initialisation.vectors=none.vec"); // Found out when the module is there already.
        Assert.Throws<TrainingSettingsException>(() => unknown.Train());
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Assert.Throws<TrainingSettingsException>(() => unknown.Train());
        Assert.Throws<DataException>(() => vectorless.Train());

        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.False(Directory.Exists(vectorless.Folder));
    }

    [Fact]
    public void The_number_of_live_tensors_does_not_grow()
    {
        using var session = Session(
            "model.cell=lstm", "model.layers=2", "model.bidirectional=true", "model.attention=additive", "model.dropout=0.1", "average.kind=ema",
            "regularisation.scheduled_sampling=0.5");
        var state = TrainingState.Start with { Samples = 100 };
        using var batches = session.Task.Batches(default).GetEnumerator();
        Work();
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        for (var round = 0; round < 10; round++)
        {
            Work();
        }

        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Work()
        {
            (state, _) = session.Step(batches, state);
            using var model = session.UseModel(state);
            session.Task.Evaluate(new(DataPart.Validation, 20));
            ModuleWeights.Save(session.Task.Module);
        }
    }

    private static TrainingState Step(TrainingSession session, TrainingState? state = null)
    {
        using var batches = session.Task.Batches(default).GetEnumerator();
        return session.Step(batches, state ?? TrainingState.Start).State;
    }

    private static TrainingSession Session(params string[] overrides)
    {
        using var run = new TinyRun(overrides);
        return new(TaskData.Open(run.Settings, new(null, run.Folder)));
    }

    private static Dictionary<string, float[]> Values(TrainingSession session)
    {
        using var scope = torch.NewDisposeScope();
        return session.Task.Weights.ToDictionary(pair => pair.Name, pair => pair.Value.detach().data<float>().ToArray());
    }

    private static Dictionary<string, float[]> Gradients(TrainingSession session)
    {
        using var scope = torch.NewDisposeScope();
        return session.Task.Weights.ToDictionary(pair => pair.Name, pair => pair.Value.grad!.data<float>().ToArray());
    }
}
