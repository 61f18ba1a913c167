using static TorchSharp.Tests.Inputs;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class ComparisonTests
{
    // Expected values: PyTorch 1.13.1.
    private static readonly OperatorCase[] Cases =
    [
        new("x.eq(y)", () => x.eq(y), ScalarType.Bool, [2, 3], [0, 0, 0, 0, 0, 0]),
        new("x.ne(y)", () => x.ne(y), ScalarType.Bool, [2, 3], [1, 1, 1, 1, 1, 1]),
        new("x.lt(y)", () => x.lt(y), ScalarType.Bool, [2, 3], [1, 1, 0, 0, 0, 1]),
        new("x.le(y)", () => x.le(y), ScalarType.Bool, [2, 3], [1, 1, 0, 0, 0, 1]),
        new("x.gt(y)", () => x.gt(y), ScalarType.Bool, [2, 3], [0, 0, 1, 1, 1, 0]),
        new("x.ge(y)", () => x.ge(y), ScalarType.Bool, [2, 3], [0, 0, 1, 1, 1, 0]),
        new("x.eq(0.5)", () => x.eq(0.5), ScalarType.Bool, [2, 3], [1, 0, 0, 0, 0, 0]),
        new("x.ne(0.5)", () => x.ne(0.5), ScalarType.Bool, [2, 3], [0, 1, 1, 1, 1, 1]),
        new("x.lt(0.5)", () => x.lt(0.5), ScalarType.Bool, [2, 3], [0, 1, 0, 0, 1, 1]),
        new("x.le(0.5)", () => x.le(0.5), ScalarType.Bool, [2, 3], [1, 1, 0, 0, 1, 1]),
        new("x.gt(0.5)", () => x.gt(0.5), ScalarType.Bool, [2, 3], [0, 0, 1, 1, 0, 0]),
        new("x.ge(0.5)", () => x.ge(0.5), ScalarType.Bool, [2, 3], [1, 0, 1, 1, 0, 0]),
        new("x == y", () => x == y, ScalarType.Bool, [2, 3], [0, 0, 0, 0, 0, 0]),
        new("x != 2", () => x != 2, ScalarType.Bool, [2, 3], [1, 1, 0, 1, 1, 1]),
        new("x < y", () => x < y, ScalarType.Bool, [2, 3], [1, 1, 0, 0, 0, 1]),
        new("x <= 0.5", () => x <= 0.5, ScalarType.Bool, [2, 3], [1, 1, 0, 0, 1, 1]),
        new("x > y", () => x > y, ScalarType.Bool, [2, 3], [0, 0, 1, 1, 1, 0]),
        new("0.5 >= x", () => 0.5 >= x, ScalarType.Bool, [2, 3], [1, 1, 0, 0, 1, 1]),
        new("1 < x", () => 1 < x, ScalarType.Bool, [2, 3], [0, 0, 1, 1, 0, 0]),
        new("b.logical_and(c)", () => b.logical_and(c), ScalarType.Bool, [2, 3], [1, 0, 0, 0, 1, 0]),
        new("b.logical_or(c)", () => b.logical_or(c), ScalarType.Bool, [2, 3], [1, 1, 1, 0, 1, 1]),
        new("b.logical_xor(c)", () => b.logical_xor(c), ScalarType.Bool, [2, 3], [0, 1, 1, 0, 0, 1]),
        new("torch.eq(x, y)", () => torch.eq(x, y), ScalarType.Bool, [2, 3], [0, 0, 0, 0, 0, 0]),
        new("torch.ge(x, y)", () => torch.ge(x, y), ScalarType.Bool, [2, 3], [0, 0, 1, 1, 1, 0]),
        new("x.isclose(x + 1e-7)", () => x.isclose(x + 1e-7), ScalarType.Bool, [2, 3], [1, 1, 1, 1, 1, 1]),
        new("x.equal(x)", () => x.equal(x), ScalarType.Bool, [2, 3], [1, 1, 1, 1, 1, 1]),
    ];

    public static TheoryData<string> Names => OperatorCase.Names(Cases);

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_operation_gives_the_type_the_shape_and_the_values_of_PyTorch(string name) => OperatorCase.Check(Cases, name);
}
