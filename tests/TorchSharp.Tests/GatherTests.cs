using static TorchSharp.Tests.Inputs;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class GatherTests
{
    // Expected values: PyTorch 1.13.1.
    private static readonly OperatorCase[] Cases =
    [
        new("x.gather(1, i)", () => x.gather(1, i), ScalarType.Float32, [2, 3], [0.5, 2, -1.25, 0.25, 0.25, 1.5]),
        new("torch.gather(x, 1, i)", () => torch.gather(x, 1, i), ScalarType.Float32, [2, 3], [0.5, 2, -1.25, 0.25, 0.25, 1.5]),
        new(
            "torch.zeros(2, 3).scatter(1, i, y)",
            () => torch.zeros(2, 3).scatter(1, i, y),
            ScalarType.Float32,
            [2, 3],
            [2, -1, 0.5, 3, -0.25, 0]),
        new(
            "torch.zeros(2, 3).scatter_(0, i.clamp(0, 1), y)",
            () => torch.zeros(2, 3).scatter_(0, i.clamp(0, 1), y),
            ScalarType.Float32,
            [2, 3],
            [2, 0, 3, 0.75, -0.25, -1]),
        new(
            "torch.zeros(2, 3).scatter_add_(1, i, y)",
            () => torch.zeros(2, 3).scatter_add_(1, i, y),
            ScalarType.Float32,
            [2, 3],
            [2, -1, 0.5, 3, 0.5, 0]),
        new("x.index_select(0, r)", () => x.index_select(0, r), ScalarType.Float32, [2, 3], [1.5, 0.25, -0.75, 0.5, -1.25, 2]),
        new("torch.index_select(d, 0, k)", () => torch.index_select(d, 0, k), ScalarType.Float32, [3], [-1, -2.5, 0.5]),
        new(
            "torch.zeros(5).index_add_(0, k, v, 2)",
            () => torch.zeros(5).index_add_(0, k, v, 2),
            ScalarType.Float32,
            [5],
            [0, -2, 0, 4, 6]),
        new("torch.zeros(5).index_add(0, k, v, 1)", () => torch.zeros(5).index_add(0, k, v, 1), ScalarType.Float32, [5], [0, -1, 0, 2, 3]),
        new("d.index_copy(0, k, v)", () => d.index_copy(0, k, v), ScalarType.Float32, [5], [1.5, -1, 4, 2, 3]),
        new("d.index_fill(0, k, 9)", () => d.index_fill(0, k, 9), ScalarType.Float32, [5], [1.5, 9, 4, 9, 9]),
        new("x.masked_fill(b, -1)", () => x.masked_fill(b, -1), ScalarType.Float32, [2, 3], [-1, -1.25, -1, 1.5, -1, -0.75]),
        new("x.clone().masked_fill_(b, 7)", () => x.clone().masked_fill_(b, 7), ScalarType.Float32, [2, 3], [7, -1.25, 7, 1.5, 7, -0.75]),
        new("x.masked_select(b)", () => x.masked_select(b), ScalarType.Float32, [3], [0.5, 2, 0.25]),
        new("x.masked_scatter(b, v)", () => x.masked_scatter(b, v), ScalarType.Float32, [2, 3], [3, -1.25, -1, 1.5, 2, -0.75]),
        new("x.take(k)", () => x.take(k), ScalarType.Float32, [3], [0.25, -1.25, 1.5]),
        new("b.nonzero()", () => b.nonzero(), ScalarType.Int64, [3, 2], [0, 0, 0, 2, 1, 1]),
    ];

    public static TheoryData<string> Names => OperatorCase.Names(Cases);

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_operation_gives_the_type_the_shape_and_the_values_of_PyTorch(string name) => OperatorCase.Check(Cases, name);
}
