using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Seq.Train.Tests.Losses;

public sealed class SoftmaxLossTests
{
    private const double Tolerance = 1e-11; // Everything runs in float64; only the order of sums differs.

    [Theory]
    [InlineData(1, 7, true, 0.0)]
    [InlineData(5, 3, false, 0.0)]
    [InlineData(300, 900, true, 0.0)] // more than one chunk
    [InlineData(300, 900, true, 0.1)]
    [InlineData(33, 40, false, 0.3)]
    public void The_chunked_softmax_gives_the_loss_and_the_gradients_of_automatic_differentiation(int rows, int tokens, bool withBias, double smoothing)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var (weight, bias, hidden, targets, factors) = Draw(rows, tokens, 6, withBias);

        var expected = F.cross_entropy(
            Linear(hidden, weight, bias), targets, reduction: TorchSharp.torch.nn.Reduction.None, label_smoothing: smoothing);
        (expected * factors).sum().backward();
        var (expectedWeight, expectedBias, expectedHidden) = Take(weight, bias, hidden);

        Tensor losses, gradient;
        using (no_grad())
        {
            (losses, gradient) = ChunkedSoftmax.Run(new(weight, bias), hidden.detach(), targets, factors, smoothing);
        }

        Same(expected, losses);
        Same(expectedHidden, gradient);
        Same(expectedWeight, weight.grad!);
        if (bias is not null)
        {
            Same(expectedBias!, bias.grad!);
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    public void A_target_whose_probability_is_none_in_float32_has_its_loss_all_the_same(double smoothing)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var weight = tensor(new[] { 0f, 500f, -500f }, [3, 1]); // Logits 0, 500, -500: e^-1000 is 0.

        var (losses, gradient) = ChunkedSoftmax.Run(new(weight, null), ones([1, 1]), tensor([2L]), ones([1]), smoothing);

        Assert.Equal(((1 - smoothing) * 1000) + (smoothing * 500), losses.item<float>(), 1e-3);
        Assert.True(float.IsFinite(gradient.item<float>()));
    }

    [Fact]
    public void Gradients_are_added_to_those_that_are_there()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var (weight, bias, hidden, targets, factors) = Draw(4, 5, 3, withBias: true);
        using var quiet = no_grad();
        ChunkedSoftmax.Run(new(weight, bias), hidden.detach(), targets, factors, 0);
        var once = weight.grad!.clone();
        ChunkedSoftmax.Run(new(weight, bias), hidden.detach(), targets, factors, 0);

        Same(once * 2, weight.grad!);
    }

    [Fact]
    public void The_likelihood_needs_no_gradients_and_is_the_same()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var (weight, bias, hidden, targets, _) = Draw(300, 900, 4, withBias: true);
        using var quiet = no_grad();

        Same(
            F.cross_entropy(Linear(hidden, weight, bias), targets, reduction: TorchSharp.torch.nn.Reduction.None),
            ChunkedSoftmax.NegativeLogLikelihood(new(weight, bias), hidden.detach(), targets));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_sampled_softmax_gives_the_gradients_of_its_definition(bool withBias)
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        const int Tokens = 50;
        var (weight, bias, hidden, targets, factors) = Draw(12, Tokens, 5, withBias);
        var sample = new LogUniformSample(new(1), Tokens, 20);
        Assert.Contains(targets.data<long>().ToArray(), target => sample.Tokens.Contains(target)); // accidental hits are among them

        var correction = tensor(Enumerable.Range(0, Tokens).Select(token => sample.LogExpected(token)).ToArray());
        var logits = Linear(hidden, weight, bias) - correction;
        var mask = zeros([12, Tokens], ScalarType.Float64).fill_(double.NegativeInfinity);
        mask.index_fill_(1, tensor(sample.Tokens), 0);
        mask.scatter_(1, targets.unsqueeze(1), zeros([12, 1], ScalarType.Float64));
        var expected = F.cross_entropy(logits + mask, targets, reduction: TorchSharp.torch.nn.Reduction.None);
        (expected * factors).sum().backward();
        var (expectedWeight, expectedBias, expectedHidden) = Take(weight, bias, hidden);

        Tensor losses, gradient;
        using (no_grad())
        {
            (losses, gradient) = SampledSoftmax.Run(new(weight, bias), hidden.detach(), targets, factors, sample);
        }

        Same(expected, losses);
        Same(expectedHidden, gradient);
        Same(expectedWeight, weight.grad!);
        if (bias is not null)
        {
            Same(expectedBias!, bias.grad!);
        }
    }

    [Fact]
    public void The_adaptive_softmax_gives_the_gradients_of_its_definition()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        var hidden = randn([30, 8], ScalarType.Float64).requires_grad_();
        var targets = randint(0, 40, [30], dtype: ScalarType.Int64);
        var factors = rand([30], ScalarType.Float64);
        var head = randn([12, 8], ScalarType.Float64).requires_grad_();                        // 10 tokens, 2 clusters
        AdaptiveCluster[] clusters =
        [
            new(randn([4, 8], ScalarType.Float64).requires_grad_(), randn([15, 4], ScalarType.Float64).requires_grad_(), 10, 25),
            new(randn([2, 8], ScalarType.Float64).requires_grad_(), randn([15, 2], ScalarType.Float64).requires_grad_(), 25, 40),
        ];
        var heads = hidden.mm(head.t()).log_softmax(1);
        var tails = clusters.Select((cluster, place) =>
            hidden.mm(cluster.Projection.t()).mm(cluster.Tokens.t()).log_softmax(1) + heads.narrow(1, 10 + place, 1));
        var all = cat([heads.narrow(1, 0, 10), .. tails], 1);
        Assert.Equal(1, all[0].exp().sum().item<double>(), 1e-9);
        var expected = all.gather(1, targets.unsqueeze(1)).squeeze(1).neg();
        (expected * factors).sum().backward();
        Tensor[] parameters = [head, .. clusters.SelectMany(cluster => new[] { cluster.Projection, cluster.Tokens })];
        var expectedGradients = parameters.Select(parameter => parameter.grad!.clone()).ToArray();
        var expectedHidden = hidden.grad!.clone();
        foreach (var parameter in parameters)
        {
            parameter.grad!.zero_();
        }

        Tensor losses, gradient;
        using (no_grad())
        {
            (losses, gradient) = AdaptiveSoftmaxLoss.Run(new(head, clusters), hidden.detach(), targets, factors);
            Same(expected, AdaptiveSoftmaxLoss.NegativeLogLikelihood(new(head, clusters), hidden.detach(), targets));
        }

        Same(expected, losses);
        Same(expectedHidden, gradient);
        foreach (var (parameter, wanted) in parameters.Zip(expectedGradients))
        {
            Same(wanted, parameter.grad!);
        }
    }

    private static (Tensor Weight, Tensor? Bias, Tensor Hidden, Tensor Targets, Tensor Factors) Draw(int rows, int tokens, int width, bool withBias) =>
        (randn([tokens, width], ScalarType.Float64).requires_grad_(), withBias ? randn([tokens], ScalarType.Float64).requires_grad_() : null,
            randn([rows, width], ScalarType.Float64).requires_grad_(), randint(0, tokens, [rows], dtype: ScalarType.Int64), rand([rows], ScalarType.Float64));

    private static Tensor Linear(Tensor hidden, Tensor weight, Tensor? bias) => bias is null ? hidden.mm(weight.t()) : bias.addmm(hidden, weight.t());

    private static (Tensor Weight, Tensor? Bias, Tensor Hidden) Take(Tensor weight, Tensor? bias, Tensor hidden)
    {
        var result = (weight.grad!.clone(), bias?.grad!.clone(), hidden.grad!.clone());
        weight.grad!.zero_();
        bias?.grad!.zero_();
        return result;
    }

    private static void Same(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.InRange((expected.detach() - actual.detach()).abs().max().item<double>(), 0, Tolerance);
    }
}
