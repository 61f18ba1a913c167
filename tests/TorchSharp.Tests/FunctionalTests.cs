using static TorchSharp.Tests.Inputs;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class FunctionalTests
{
    // Expected values: PyTorch 1.13.1.
    private static readonly OperatorCase[] Cases =
    [
        new(
            "nn.functional.linear(x, w.t(), torch.tensor(new float[] { 1, -1 }))",
            () => nn.functional.linear(x, w.t(), torch.tensor(new float[] { 1, -1 })),
            ScalarType.Float32,
            [2, 2],
            [-2.125, -5.25, 3.75, -3.4375]),
        new("nn.functional.relu(x)", () => nn.functional.relu(x), ScalarType.Float32, [2, 3], [0.5, 0, 2, 1.5, 0.25, 0]),
        new(
            "nn.functional.selu(x)",
            () => nn.functional.selu(x),
            ScalarType.Float32,
            [2, 3],
            [0.52535051, -1.25439537, 2.10140204, 1.57605147, 0.26267526, -0.92763197]),
        new(
            "nn.functional.tanh(x)",
            () => nn.functional.tanh(x),
            ScalarType.Float32,
            [2, 3],
            [0.46211717, -0.84828365, 0.96402758, 0.90514827, 0.24491866, -0.63514894]),
        new(
            "nn.functional.sigmoid(x)",
            () => nn.functional.sigmoid(x),
            ScalarType.Float32,
            [2, 3],
            [0.62245935, 0.22270013, 0.88079703, 0.81757444, 0.56217653, 0.32082129]),
        new(
            "nn.functional.gelu(x)",
            () => nn.functional.gelu(x),
            ScalarType.Float32,
            [2, 3],
            [0.3457312, -0.13206232, 1.95449996, 1.39978909, 0.14967656, -0.16997047]),
        new(
            "nn.functional.silu(x)",
            () => nn.functional.silu(x),
            ScalarType.Float32,
            [2, 3],
            [0.31122968, -0.27837518, 1.76159406, 1.22636163, 0.14054413, -0.24061596]),
        new(
            "nn.functional.softmax(x, 1)",
            () => nn.functional.softmax(x, 1),
            ScalarType.Float32,
            [2, 3],
            [0.17682019, 0.03072674, 0.79245311, 0.71844035, 0.20583661, 0.07572305]),
        new(
            "nn.functional.log_softmax(x, 1)",
            () => nn.functional.log_softmax(x, 1),
            ScalarType.Float32,
            [2, 3],
            [-1.73262203, -3.48262191, -0.23262198, -0.33067259, -1.58067262, -2.5806725]),
        new(
            "nn.functional.one_hot(i, 4)",
            () => nn.functional.one_hot(i, 4),
            ScalarType.Int64,
            [2, 3, 4],
            [1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0]),
        new("nn.functional.one_hot(r)", () => nn.functional.one_hot(r), ScalarType.Int64, [2, 2], [0, 1, 1, 0]),
        new(
            "nn.functional.layer_norm(x, [3], v, v)",
            () => nn.functional.layer_norm(x, [3], v, v),
            ScalarType.Float32,
            [2, 3],
            [3.18823624, 0.25490808, 4.38432503, 6.80247879, -0.90946484, -0.35391545]),
        new(
            "nn.functional.normalize(x)",
            () => nn.functional.normalize(x),
            ScalarType.Float32,
            [2, 3],
            [0.20739034, -0.51847583, 0.82956135, 0.88465172, 0.14744195, -0.44232586]),
        new(
            "nn.functional.conv1d(z, torch.ones(4, 3, 2), torch.arange(4, ScalarType.Float32), padding: 1)",
            () => nn.functional.conv1d(z, torch.ones(4, 3, 2), torch.arange(4, ScalarType.Float32), padding: 1),
            ScalarType.Float32,
            [2, 4, 3],
            [9, 21, 12, 10, 22, 13, 11, 23, 14, 12, 24, 15, 1.5, 0, -1.5, 2.5, 1, -0.5, 3.5, 2, 0.5, 4.5, 3, 1.5]),
        new(
            "nn.functional.conv1d(z, z, stride: 2)",
            () => nn.functional.conv1d(z, z, stride: 2),
            ScalarType.Float32,
            [2, 2, 1],
            [91, 4.5, 4.5, 16.5]),
        new(
            "nn.functional.max_pool1d(d.view(1, 1, 5), 2)",
            () => nn.functional.max_pool1d(d.view(1, 1, 5), 2),
            ScalarType.Float32,
            [1, 1, 2],
            [1.5, 4]),
        new(
            "nn.functional.max_pool1d(d.view(1, 1, 5), 3, 1)",
            () => nn.functional.max_pool1d(d.view(1, 1, 5), 3, 1),
            ScalarType.Float32,
            [1, 1, 3],
            [4, 4, 4]),
        new(
            "nn.functional.max_pool1d_with_indices(d.view(1, 1, 5), 2).indices",
            () => nn.functional.max_pool1d_with_indices(d.view(1, 1, 5), 2).indices,
            ScalarType.Int64,
            [1, 1, 2],
            [0, 2]),
        new(
            "nn.functional.pad(x, (1, 2))",
            () => nn.functional.pad(x, (1, 2)),
            ScalarType.Float32,
            [2, 6],
            [0, 0.5, -1.25, 2, 0, 0, 0, 1.5, 0.25, -0.75, 0, 0]),
        new(
            "nn.functional.pad(x, (1, 0, 0, 1), value: 9)",
            () => nn.functional.pad(x, (1, 0, 0, 1), value: 9),
            ScalarType.Float32,
            [3, 4],
            [9, 0.5, -1.25, 2, 9, 1.5, 0.25, -0.75, 9, 9, 9, 9]),
        new(
            "nn.functional.pad(z, 1, PaddingModes.Reflect)",
            () => nn.functional.pad(z, 1, PaddingModes.Reflect),
            ScalarType.Float32,
            [2, 3, 4],
            [2, 1, 2, 1, 4, 3, 4, 3, 6, 5, 6, 5, 0, -1, 0, -1, -3, 2, -3, 2, 1.5, 0.5, 1.5, 0.5]),
        new(
            "nn.functional.pad(z, new long[] { 2, 0 }, PaddingModes.Replicate)",
            () => nn.functional.pad(z, new long[] { 2, 0 }, PaddingModes.Replicate),
            ScalarType.Float32,
            [2, 3, 4],
            [1, 1, 1, 2, 3, 3, 3, 4, 5, 5, 5, 6, -1, -1, -1, 0, 2, 2, 2, -3, 0.5, 0.5, 0.5, 1.5]),
        new("nn.functional.cross_entropy(x, r)", () => nn.functional.cross_entropy(x, r), ScalarType.Float32, [], [1.90664721]),
        new(
            "nn.functional.cross_entropy(x, r, v.abs())",
            () => nn.functional.cross_entropy(x, r, v.abs()),
            ScalarType.Float32,
            [],
            [1.11865997]),
        new(
            "nn.functional.cross_entropy(x, r, ignore_index: 0)",
            () => nn.functional.cross_entropy(x, r, ignore_index: 0),
            ScalarType.Float32,
            [],
            [3.48262191]),
        new(
            "nn.functional.cross_entropy(x, r, reduction: nn.Reduction.Sum)",
            () => nn.functional.cross_entropy(x, r, reduction: nn.Reduction.Sum),
            ScalarType.Float32,
            [],
            [3.81329441]),
        new(
            "nn.functional.cross_entropy(x, r, reduction: nn.Reduction.None, label_smoothing: 0.1)",
            () => nn.functional.cross_entropy(x, r, reduction: nn.Reduction.None, label_smoothing: 0.1),
            ScalarType.Float32,
            [2],
            [3.31595516, 0.44733927]),
        new(
            "nn.functional.nll_loss(x.log_softmax(1), r)",
            () => nn.functional.nll_loss(x.log_softmax(1), r),
            ScalarType.Float32,
            [],
            [1.90664721]),
        new(
            "nn.functional.binary_cross_entropy_with_logits(x, u)",
            () => nn.functional.binary_cross_entropy_with_logits(x, u),
            ScalarType.Float32,
            [],
            [0.87577635]),
        new(
            "nn.functional.binary_cross_entropy_with_logits(x, u, p, nn.Reduction.None, v.abs())",
            () => nn.functional.binary_cross_entropy_with_logits(x, u, p, nn.Reduction.None, v.abs()),
            ScalarType.Float32,
            [2, 3],
            [0.5094462, 1.40866137, 2.75539875, 1.07093608, 0.19085985, 0.9977299]),
        new(
            "nn.functional.binary_cross_entropy(u, p.clamp(0, 1))",
            () => nn.functional.binary_cross_entropy(u, p.clamp(0, 1)),
            ScalarType.Float32,
            [],
            [0.6396302]),
        new("nn.functional.mse_loss(x, y)", () => nn.functional.mse_loss(x, y), ScalarType.Float32, [], [4.86458349]),
        new(
            "nn.functional.l1_loss(x, y, nn.Reduction.Sum)",
            () => nn.functional.l1_loss(x, y, nn.Reduction.Sum),
            ScalarType.Float32,
            [],
            [11.25]),
        new(
            "nn.functional.kl_div(x.log_softmax(1), y.log_softmax(1))",
            () => nn.functional.kl_div(x.log_softmax(1), y.log_softmax(1)),
            ScalarType.Float32,
            [],
            [0.54109311]),
        new(
            "nn.CrossEntropyLoss(ignore_index: 1).call(x, r)",
            () => nn.CrossEntropyLoss(ignore_index: 1).call(x, r),
            ScalarType.Float32,
            [],
            [0.33067259]),
        new("nn.NLLLoss().call(x.log_softmax(1), r)", () => nn.NLLLoss().call(x.log_softmax(1), r), ScalarType.Float32, [], [1.90664721]),
        new("nn.BCEWithLogitsLoss().call(x, u)", () => nn.BCEWithLogitsLoss().call(x, u), ScalarType.Float32, [], [0.87577635]),
        new("nn.MSELoss(nn.Reduction.Sum).call(x, y)", () => nn.MSELoss(nn.Reduction.Sum).call(x, y), ScalarType.Float32, [], [29.1875]),
        new("nn.ReLU().call(x)", () => nn.ReLU().call(x), ScalarType.Float32, [2, 3], [0.5, 0, 2, 1.5, 0.25, 0]),
        new(
            "nn.SELU().call(x)",
            () => nn.SELU().call(x),
            ScalarType.Float32,
            [2, 3],
            [0.52535051, -1.25439537, 2.10140204, 1.57605147, 0.26267526, -0.92763197]),
        new(
            "nn.Tanh().call(x)",
            () => nn.Tanh().call(x),
            ScalarType.Float32,
            [2, 3],
            [0.46211717, -0.84828365, 0.96402758, 0.90514827, 0.24491866, -0.63514894]),
        new(
            "nn.Sigmoid().call(x)",
            () => nn.Sigmoid().call(x),
            ScalarType.Float32,
            [2, 3],
            [0.62245935, 0.22270013, 0.88079703, 0.81757444, 0.56217653, 0.32082129]),
        new("nn.MaxPool1d(2).call(d.view(1, 1, 5))", () => nn.MaxPool1d(2).call(d.view(1, 1, 5)), ScalarType.Float32, [1, 1, 2], [1.5, 4]),
        new(
            "nn.LayerNorm(3).call(x)",
            () => nn.LayerNorm(3).call(x),
            ScalarType.Float32,
            [2, 3],
            [0.06274539, -1.25490808, 1.19216263, 1.26749301, -0.09053519, -1.17695773]),
    ];

    public static TheoryData<string> Names => OperatorCase.Names(Cases);

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_operation_gives_the_type_the_shape_and_the_values_of_PyTorch(string name) => OperatorCase.Check(Cases, name);
}
