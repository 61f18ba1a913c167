using static TorchSharp.Tests.Inputs;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class IndexTests
{
    // Expected values: PyTorch 1.13.1.
    private static readonly OperatorCase[] Cases =
    [
        new("x[0]", () => x[0], ScalarType.Float32, [3], [0.5, -1.25, 2]),
        new("x[1, 2]", () => x[1, 2], ScalarType.Float32, [], [-0.75]),
        new("x[-1]", () => x[-1], ScalarType.Float32, [3], [1.5, 0.25, -0.75]),
        new("z[1, 2, 0]", () => z[1, 2, 0], ScalarType.Float32, [], [0.5]),
        new("z[TensorIndex.Ellipsis, 0]", () => z[TensorIndex.Ellipsis, 0], ScalarType.Float32, [2, 3], [1, 3, 5, -1, 2, 0.5]),
        new("z[TensorIndex.Colon, 1]", () => z[TensorIndex.Colon, 1], ScalarType.Float32, [2, 2], [3, 4, 2, -3]),
        new(
            "z[TensorIndex.Colon, TensorIndex.Slice(1, 3), 1]",
            () => z[TensorIndex.Colon, TensorIndex.Slice(1, 3), 1],
            ScalarType.Float32,
            [2, 2],
            [4, 6, -3, 1.5]),
        new("d[TensorIndex.Slice(step: 2)]", () => d[TensorIndex.Slice(step: 2)], ScalarType.Float32, [3], [1.5, 4, -1]),
        new("d[TensorIndex.Slice(-3, -1)]", () => d[TensorIndex.Slice(-3, -1)], ScalarType.Float32, [2], [4, 0.5]),
        new("d[1..4]", () => d[1..4], ScalarType.Float32, [3], [-2.5, 4, 0.5]),
        new("d[..^2]", () => d[..^2], ScalarType.Float32, [3], [1.5, -2.5, 4]),
        new("d[^2..]", () => d[^2..], ScalarType.Float32, [2], [0.5, -1]),
        new("d[^1]", () => d[^1], ScalarType.Float32, [], [-1]),
        new(
            "x[TensorIndex.None, TensorIndex.Colon, 1]",
            () => x[TensorIndex.None, TensorIndex.Colon, 1],
            ScalarType.Float32,
            [1, 2],
            [-1.25, 0.25]),
        new(
            "x[TensorIndex.Colon, TensorIndex.None]",
            () => x[TensorIndex.Colon, TensorIndex.None],
            ScalarType.Float32,
            [2, 1, 3],
            [0.5, -1.25, 2, 1.5, 0.25, -0.75]),
        new("x[b]", () => x[b], ScalarType.Float32, [3], [0.5, 2, 0.25]),
        new("x[TensorIndex.Tensor(r)]", () => x[TensorIndex.Tensor(r)], ScalarType.Float32, [2, 3], [1.5, 0.25, -0.75, 0.5, -1.25, 2]),
        new(
            "x[TensorIndex.Colon, TensorIndex.Tensor(k.remainder(3))]",
            () => x[TensorIndex.Colon, TensorIndex.Tensor(k.remainder(3))],
            ScalarType.Float32,
            [2, 3],
            [-1.25, -1.25, 0.5, 0.25, 0.25, 1.5]),
        new(
            "z[TensorIndex.Tensor(r), TensorIndex.Tensor(r)]",
            () => z[TensorIndex.Tensor(r), TensorIndex.Tensor(r)],
            ScalarType.Float32,
            [2, 2],
            [2, -3, 1, 2]),
        new(
            "z[TensorIndex.Tensor(b[TensorIndex.Colon, 0]), 1]",
            () => z[TensorIndex.Tensor(b[TensorIndex.Colon, 0]), 1],
            ScalarType.Float32,
            [1, 2],
            [3, 4]),
        new("x[TensorIndex.Bool(true)]", () => x[TensorIndex.Bool(true)], ScalarType.Float32, [1, 2, 3], [0.5, -1.25, 2, 1.5, 0.25, -0.75]),
        new("x[TensorIndex.Bool(false)]", () => x[TensorIndex.Bool(false)], ScalarType.Float32, [0, 2, 3], []),
        new("x.index(r)", () => x.index(r), ScalarType.Float32, [2, 3], [1.5, 0.25, -0.75, 0.5, -1.25, 2]),
    ];

    public static TheoryData<string> Names => OperatorCase.Names(Cases);

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_operation_gives_the_type_the_shape_and_the_values_of_PyTorch(string name) => OperatorCase.Check(Cases, name);
}
