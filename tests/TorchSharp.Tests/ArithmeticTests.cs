using static TorchSharp.Tests.Inputs;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class ArithmeticTests
{
    // Expected values: PyTorch 1.13.1.
    private static readonly OperatorCase[] Cases =
    [
        new("x.add(y)", () => x.add(y), ScalarType.Float32, [2, 3], [2.5, -0.75, 1, 2.25, 0, 2.25]),
        new("x.add(y, 2)", () => x.add(y, 2), ScalarType.Float32, [2, 3], [4.5, -0.25, 0, 3, -0.25, 5.25]),
        new("x.add(1.5)", () => x.add(1.5), ScalarType.Float32, [2, 3], [2, 0.25, 3.5, 3, 1.75, 0.75]),
        new("x.add(1, 3)", () => x.add(1, 3), ScalarType.Float32, [2, 3], [3.5, 1.75, 5, 4.5, 3.25, 2.25]),
        new("x.sub(y)", () => x.sub(y), ScalarType.Float32, [2, 3], [-1.5, -1.75, 3, 0.75, 0.5, -3.75]),
        new("x.sub(2)", () => x.sub(2), ScalarType.Float32, [2, 3], [-1.5, -3.25, 0, -0.5, -1.75, -2.75]),
        new("x.mul(y)", () => x.mul(y), ScalarType.Float32, [2, 3], [1, -0.625, -2, 1.125, -0.0625, -2.25]),
        new("x.mul(-3)", () => x.mul(-3), ScalarType.Float32, [2, 3], [-1.5, 3.75, -6, -4.5, -0.75, 2.25]),
        new("x.div(y)", () => x.div(y), ScalarType.Float32, [2, 3], [0.25, -2.5, -2, 2, -1, -0.25]),
        new("x.div(4)", () => x.div(4), ScalarType.Float32, [2, 3], [0.125, -0.3125, 0.5, 0.375, 0.0625, -0.1875]),
        new("x.div(y, RoundingMode.floor)", () => x.div(y, RoundingMode.floor), ScalarType.Float32, [2, 3], [0, -3, -2, 2, -1, -1]),
        new("x.div(2, RoundingMode.trunc)", () => x.div(2, RoundingMode.trunc), ScalarType.Float32, [2, 3], [0, 0, 1, 0, 0, 0]),
        new("p.pow(2)", () => p.pow(2), ScalarType.Float32, [2, 3], [0.25, 1.5625, 4, 2.25, 0.0625, 0.5625]),
        new("p.pow(y)", () => p.pow(y), ScalarType.Float32, [2, 3], [0.25, 1.11803401, 0.5, 1.35540295, 1.41421354, 0.421875]),
        new("p.pow(-0.5)", () => p.pow(-0.5), ScalarType.Float32, [2, 3], [1.41421354, 0.89442718, 0.70710677, 0.81649655, 2, 1.15470052]),
        new("x.remainder(y)", () => x.remainder(y), ScalarType.Float32, [2, 3], [0.5, 0.25, 0, 0, 0, 2.25]),
        new("x.remainder(2)", () => x.remainder(2), ScalarType.Float32, [2, 3], [0.5, 0.75, 0, 1.5, 0.25, 1.25]),
        new("x.fmod(y)", () => x.fmod(y), ScalarType.Float32, [2, 3], [0.5, -0.25, 0, 0, 0, -0.75]),
        new("x.maximum(y)", () => x.maximum(y), ScalarType.Float32, [2, 3], [2, 0.5, 2, 1.5, 0.25, 3]),
        new("x.minimum(y)", () => x.minimum(y), ScalarType.Float32, [2, 3], [0.5, -1.25, -1, 0.75, -0.25, -0.75]),
        new("x.addcmul(y, p, 2)", () => x.addcmul(y, p, 2), ScalarType.Float32, [2, 3], [2.5, 0, -2, 3.75, 0.125, 3.75]),
        new("x.addcdiv(y, p, -0.5)", () => x.addcdiv(y, p, -0.5), ScalarType.Float32, [2, 3], [-1.5, -1.45000005, 2.25, 1.25, 0.75, -2.75]),
        new(
            "x.lerp(y, u)",
            () => x.lerp(y, u),
            ScalarType.Float32,
            [2, 3],
            [0.64999998, -0.02500002, 0.79999995, 0.82500005, 0.125, 1.125]),
        new(
            "x.logaddexp(y)",
            () => x.logaddexp(y),
            ScalarType.Float32,
            [2, 3],
            [2.20141339, 0.6602242, 2.04858732, 1.88687098, 0.72407699, 3.02324533]),
        new(
            "x.xlogy(p)",
            () => x.xlogy(p),
            ScalarType.Float32,
            [2, 3],
            [-0.34657359, -0.27892944, 1.38629436, 0.60819763, -0.34657359, 0.21576157]),
        new("x.floor_divide(2)", () => x.floor_divide(2), ScalarType.Float32, [2, 3], [0, -1, 1, 0, 0, -1]),
        new("x + y", () => x + y, ScalarType.Float32, [2, 3], [2.5, -0.75, 1, 2.25, 0, 2.25]),
        new("x - y", () => x - y, ScalarType.Float32, [2, 3], [-1.5, -1.75, 3, 0.75, 0.5, -3.75]),
        new("x * y", () => x * y, ScalarType.Float32, [2, 3], [1, -0.625, -2, 1.125, -0.0625, -2.25]),
        new("x / y", () => x / y, ScalarType.Float32, [2, 3], [0.25, -2.5, -2, 2, -1, -0.25]),
        new("x % y", () => x % y, ScalarType.Float32, [2, 3], [0.5, 0.25, 0, 0, 0, 2.25]),
        new("-x", () => -x, ScalarType.Float32, [2, 3], [-0.5, 1.25, -2, -1.5, -0.25, 0.75]),
        new("x + 1", () => x + 1, ScalarType.Float32, [2, 3], [1.5, -0.25, 3, 2.5, 1.25, 0.25]),
        new("x - 0.5", () => x - 0.5, ScalarType.Float32, [2, 3], [0, -1.75, 1.5, 1, -0.25, -1.25]),
        new("x * 2L", () => x * 2L, ScalarType.Float32, [2, 3], [1, -2.5, 4, 3, 0.5, -1.5]),
        new("x / 4f", () => x / 4f, ScalarType.Float32, [2, 3], [0.125, -0.3125, 0.5, 0.375, 0.0625, -0.1875]),
        new("1 + x", () => 1 + x, ScalarType.Float32, [2, 3], [1.5, -0.25, 3, 2.5, 1.25, 0.25]),
        new("1 - x", () => 1 - x, ScalarType.Float32, [2, 3], [0.5, 2.25, -1, -0.5, 0.75, 1.75]),
        new("2.0 * x", () => 2.0 * x, ScalarType.Float32, [2, 3], [1, -2.5, 4, 3, 0.5, -1.5]),
        new("1 / p", () => 1 / p, ScalarType.Float32, [2, 3], [2, 0.80000001, 0.5, 0.66666669, 4, 1.33333337]),
        new("3f - x", () => 3f - x, ScalarType.Float32, [2, 3], [2.5, 4.25, 1, 1.5, 2.75, 3.75]),
        new("x % 2", () => x % 2, ScalarType.Float32, [2, 3], [0.5, 0.75, 0, 1.5, 0.25, 1.25]),
        new("i + 1", () => i + 1, ScalarType.Int64, [2, 3], [1, 3, 2, 2, 2, 1]),
        new("i * 0.5", () => i * 0.5, ScalarType.Float32, [2, 3], [0, 1, 0.5, 0.5, 0.5, 0]),
        new("1 / (i + 1)", () => 1 / (i + 1), ScalarType.Float32, [2, 3], [1, 0.33333334, 0.5, 0.5, 0.5, 1]),
        new("x.clone().add_(y)", () => x.clone().add_(y), ScalarType.Float32, [2, 3], [2.5, -0.75, 1, 2.25, 0, 2.25]),
        new("x.clone().add_(y, 3)", () => x.clone().add_(y, 3), ScalarType.Float32, [2, 3], [6.5, 0.25, -1, 3.75, -0.5, 8.25]),
        new("x.clone().sub_(y)", () => x.clone().sub_(y), ScalarType.Float32, [2, 3], [-1.5, -1.75, 3, 0.75, 0.5, -3.75]),
        new("x.clone().mul_(y)", () => x.clone().mul_(y), ScalarType.Float32, [2, 3], [1, -0.625, -2, 1.125, -0.0625, -2.25]),
        new("x.clone().mul_(0.5)", () => x.clone().mul_(0.5), ScalarType.Float32, [2, 3], [0.25, -0.625, 1, 0.75, 0.125, -0.375]),
        new("x.clone().div_(y)", () => x.clone().div_(y), ScalarType.Float32, [2, 3], [0.25, -2.5, -2, 2, -1, -0.25]),
        new("p.clone().pow_(2)", () => p.clone().pow_(2), ScalarType.Float32, [2, 3], [0.25, 1.5625, 4, 2.25, 0.0625, 0.5625]),
        new("x.clone().addcmul_(y, p, 2)", () => x.clone().addcmul_(y, p, 2), ScalarType.Float32, [2, 3], [2.5, 0, -2, 3.75, 0.125, 3.75]),
        new(
            "x.clone().addcdiv_(y, p)",
            () => x.clone().addcdiv_(y, p),
            ScalarType.Float32,
            [2, 3],
            [4.5, -0.85000002, 1.5, 2, -0.75, 3.25]),
        new(
            "x.clone().lerp_(y, u)",
            () => x.clone().lerp_(y, u),
            ScalarType.Float32,
            [2, 3],
            [0.64999998, -0.02500002, 0.79999995, 0.82500005, 0.125, 1.125]),
        new("x.clone().clamp_(-1, 1)", () => x.clone().clamp_(-1, 1), ScalarType.Float32, [2, 3], [0.5, -1, 1, 1, 0.25, -0.75]),
        new(
            "x.clone().exp_()",
            () => x.clone().exp_(),
            ScalarType.Float32,
            [2, 3],
            [1.64872122, 0.28650481, 7.38905621, 4.48168898, 1.28402543, 0.47236654]),
        new("x.clone().zero_()", () => x.clone().zero_(), ScalarType.Float32, [2, 3], [0, 0, 0, 0, 0, 0]),
        new("x.clone().fill_(2.5)", () => x.clone().fill_(2.5), ScalarType.Float32, [2, 3], [2.5, 2.5, 2.5, 2.5, 2.5, 2.5]),
        new("x.clone().neg_()", () => x.clone().neg_(), ScalarType.Float32, [2, 3], [-0.5, 1.25, -2, -1.5, -0.25, 0.75]),
        new(
            "p.clone().sqrt_()",
            () => p.clone().sqrt_(),
            ScalarType.Float32,
            [2, 3],
            [0.70710677, 1.11803401, 1.41421354, 1.22474492, 0.5, 0.86602539]),
        new("torch.add(x, y)", () => torch.add(x, y), ScalarType.Float32, [2, 3], [2.5, -0.75, 1, 2.25, 0, 2.25]),
        new("torch.sub(x, y)", () => torch.sub(x, y), ScalarType.Float32, [2, 3], [-1.5, -1.75, 3, 0.75, 0.5, -3.75]),
        new("torch.mul(x, y)", () => torch.mul(x, y), ScalarType.Float32, [2, 3], [1, -0.625, -2, 1.125, -0.0625, -2.25]),
        new("torch.div(x, y)", () => torch.div(x, y), ScalarType.Float32, [2, 3], [0.25, -2.5, -2, 2, -1, -0.25]),
        new("torch.pow(p, 2)", () => torch.pow(p, 2), ScalarType.Float32, [2, 3], [0.25, 1.5625, 4, 2.25, 0.0625, 0.5625]),
        new("torch.maximum(x, y)", () => torch.maximum(x, y), ScalarType.Float32, [2, 3], [2, 0.5, 2, 1.5, 0.25, 3]),
        new(
            "torch.lerp(x, y, u)",
            () => torch.lerp(x, y, u),
            ScalarType.Float32,
            [2, 3],
            [0.64999998, -0.02500002, 0.79999995, 0.82500005, 0.125, 1.125]),
    ];

    public static TheoryData<string> Names => OperatorCase.Names(Cases);

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_operation_gives_the_type_the_shape_and_the_values_of_PyTorch(string name) => OperatorCase.Check(Cases, name);
}
