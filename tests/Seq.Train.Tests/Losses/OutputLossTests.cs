using Seq.Model;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Seq.Train.Tests.Losses;

public sealed class OutputLossTests
{
    private static readonly LanguageModelDescription Plain = new()
    {
        Vocabulary = 30,
        Embedding = 6,
        Layers = new() { Cell = CellKind.Lstm, Hidden = 6 },
        StartToken = 0,
    };

    public static TheoryData<LanguageModelDescription> Outputs =>
        [Plain, Plain with { TiedEmbeddings = true }, Plain with { AdaptiveSoftmax = new() { Cutoffs = [10, 20], Reduction = 2 } }];

    [Theory]
    [MemberData(nameof(Outputs))]
    public void A_step_leaves_in_every_weight_the_gradient_that_automatic_differentiation_leaves(LanguageModelDescription description)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = new LanguageModel(description);
        model.to(ScalarType.Float64);
        var fed = randint(0, 30, [3, 4], dtype: ScalarType.Int64);
        var targets = randint(0, 30, [12], dtype: ScalarType.Int64);
        var weights = tensor(new double[] { 1, 0, 2, 1, 1, 0, 0.5, 1, 1, 1, 0, 3 });

        var logits = model.Output.Logits(model.Run(fed, null).Output).reshape(12, 30);
        var losses = F.cross_entropy(logits, targets, reduction: TorchSharp.torch.nn.Reduction.None);
        (losses * weights).sum().mul(0.25).backward();
        var expected = model.Named().ToDictionary(pair => pair.Name, pair => pair.Value.grad!.clone());
        model.zero_grad();

        var output = model.Run(fed, null).Output.reshape(12, 6);
        var result = OutputLoss.Backward(model.Output, output, targets, new(), weights, scale: 0.25);

        Assert.Equal((losses * weights).sum().item<double>(), result.Sum, 1e-10);
        Assert.Equal(11.5, result.Weight, 1e-12);
        foreach (var (name, value) in model.Named())
        {
            Assert.True((expected[name] - value.grad!).abs().max().item<double>() < 1e-11, name);
        }

        var likelihood = OutputLoss.NegativeLogLikelihood(model.Output, model.Run(fed, null).Output.reshape(12, 6), targets);
        Assert.True((likelihood - losses.detach()).abs().max().item<double>() < 1e-11);
    }

    [Theory]
    [MemberData(nameof(Outputs))]
    public void A_likelihood_is_that_of_the_real_targets_alone_whatever_stands_in_the_padding(LanguageModelDescription description)
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var model = new LanguageModel(description);
        var hidden = randn([3, 4, 6]);
        hidden[1].narrow(0, 2, 2).fill_(float.NaN);
        long[] targets = [1, 12, 23, 4, 5, 26, 0, 0, 7, 0, 0, 0];

        var likelihood = OutputLoss.LikelihoodOf(model.Output, hidden.view(12, 6), targets, [4, 2, 1]);

        long[] places = [0, 1, 2, 3, 4, 5, 8];
        var real = OutputLoss.NegativeLogLikelihood(model.Output, hidden.view(12, 6).index_select(0, tensor(places)), tensor(Array.ConvertAll(places, place => targets[place])));
        Assert.Equal(7, likelihood.Tokens);
        Assert.Equal(real.sum().item<float>(), likelihood.Nats, 1e-4);
    }

    [Fact]
    public void A_sampled_step_depends_on_its_draw_alone_and_moves_all_weights()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var model = new LanguageModel(Plain);
        var fed = randint(0, 30, [3, 4], dtype: ScalarType.Int64);
        var targets = randint(0, 30, [12], dtype: ScalarType.Int64);

        double Step(ulong draw) => OutputLoss.Backward(
            model.Output, model.Run(fed, null).Output.reshape(12, 6), targets, new() { Kind = LossKind.Sampled, Samples = 8 }, draw: draw).Sum;

        Assert.Equal(Step(5), Step(5));
        Assert.NotEqual(Step(5), Step(6));
        Assert.All(model.Named(), pair => Assert.True(pair.Value.grad!.abs().sum().item<float>() > 0, pair.Name));
    }

    [Fact]
    public void A_sample_as_large_as_the_vocabulary_is_the_full_softmax()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var model = new LanguageModel(Plain);
        var fed = randint(0, 30, [1, 5], dtype: ScalarType.Int64);
        var targets = randint(0, 30, [5], dtype: ScalarType.Int64);

        var full = OutputLoss.Backward(model.Output, model.Run(fed, null).Output.reshape(5, 6), targets, new());
        var sampled = OutputLoss.Backward(model.Output, model.Run(fed, null).Output.reshape(5, 6), targets, new() { Kind = LossKind.Sampled, Samples = 30 });

        Assert.Equal(full, sampled);
    }
}
