using static TorchSharp.Tests.Inputs;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class MakingTests
{
    // Expected values: PyTorch 1.13.1.
    private static readonly OperatorCase[] Cases =
    [
        new("torch.zeros(2, 3)", () => torch.zeros(2, 3), ScalarType.Float32, [2, 3], [0, 0, 0, 0, 0, 0]),
        new("torch.ones(3)", () => torch.ones(3), ScalarType.Float32, [3], [1, 1, 1]),
        new("torch.full(2, 2, 1.5)", () => torch.full(2, 2, 1.5), ScalarType.Float32, [2, 2], [1.5, 1.5, 1.5, 1.5]),
        new("torch.full(new long[] { 2 }, 7L)", () => torch.full(new long[] { 2 }, 7L), ScalarType.Int64, [2], [7, 7]),
        new("torch.arange(5)", () => torch.arange(5), ScalarType.Int64, [5], [0, 1, 2, 3, 4]),
        new("torch.arange(1, 4)", () => torch.arange(1, 4), ScalarType.Int64, [3], [1, 2, 3]),
        new("torch.arange(0, 1, 0.25)", () => torch.arange(0, 1, 0.25), ScalarType.Float32, [4], [0, 0.25, 0.5, 0.75]),
        new("torch.arange(3, ScalarType.Float32)", () => torch.arange(3, ScalarType.Float32), ScalarType.Float32, [3], [0, 1, 2]),
        new("torch.linspace(0, 1, 5)", () => torch.linspace(0, 1, 5), ScalarType.Float32, [5], [0, 0.25, 0.5, 0.75, 1]),
        new("torch.eye(3)", () => torch.eye(3), ScalarType.Float32, [3, 3], [1, 0, 0, 0, 1, 0, 0, 0, 1]),
        new("torch.eye(2, 3)", () => torch.eye(2, 3), ScalarType.Float32, [2, 3], [1, 0, 0, 0, 1, 0]),
        new("torch.zeros_like(x)", () => torch.zeros_like(x), ScalarType.Float32, [2, 3], [0, 0, 0, 0, 0, 0]),
        new("torch.ones_like(i)", () => torch.ones_like(i), ScalarType.Int64, [2, 3], [1, 1, 1, 1, 1, 1]),
        new("torch.full_like(x, 3)", () => torch.full_like(x, 3), ScalarType.Float32, [2, 3], [3, 3, 3, 3, 3, 3]),
        new("x.ones_like()", () => x.ones_like(), ScalarType.Float32, [2, 3], [1, 1, 1, 1, 1, 1]),
        new("x.new_zeros(2)", () => x.new_zeros(2), ScalarType.Float32, [2], [0, 0]),
        new("i.new_full(2, 5)", () => i.new_full(2, 5), ScalarType.Int64, [2], [5, 5]),
        new("x.to(ScalarType.Int64)", () => x.to(ScalarType.Int64), ScalarType.Int64, [2, 3], [0, -1, 2, 1, 0, 0]),
        new(
            "x.to_type(ScalarType.Float64)",
            () => x.to_type(ScalarType.Float64),
            ScalarType.Float64,
            [2, 3],
            [0.5, -1.25, 2, 1.5, 0.25, -0.75]),
        new("x.@long()", () => x.@long(), ScalarType.Int64, [2, 3], [0, -1, 2, 1, 0, 0]),
        new("i.@float()", () => i.@float(), ScalarType.Float32, [2, 3], [0, 2, 1, 1, 1, 0]),
        new("x.@bool()", () => x.@bool(), ScalarType.Bool, [2, 3], [1, 1, 1, 1, 1, 1]),
        new("i.type_as(x)", () => i.type_as(x), ScalarType.Float32, [2, 3], [0, 2, 1, 1, 1, 0]),
        new("torch.tril_indices(3, 3)", () => torch.tril_indices(3, 3), ScalarType.Int64, [2, 6], [0, 1, 1, 2, 2, 2, 0, 0, 1, 0, 1, 2]),
    ];

    public static TheoryData<string> Names => OperatorCase.Names(Cases);

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_operation_gives_the_type_the_shape_and_the_values_of_PyTorch(string name) => OperatorCase.Check(Cases, name);
}
