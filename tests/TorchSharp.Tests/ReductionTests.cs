using static TorchSharp.Tests.Inputs;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class ReductionTests
{
    // Expected values: PyTorch 1.13.1.
    private static readonly OperatorCase[] Cases =
    [
        new("x.sum()", () => x.sum(), ScalarType.Float32, [], [2.25]),
        new("x.sum(dim: 0)", () => x.sum(dim: 0), ScalarType.Float32, [3], [2, -1, 1.25]),
        new("x.sum(1, keepdim: true)", () => x.sum(1, keepdim: true), ScalarType.Float32, [2, 1], [1.25, 1]),
        new("z.sum(0, 2)", () => z.sum(0, 2), ScalarType.Float32, [3], [2, 6, 13]),
        new("z.sum(new long[] { 1, 2 })", () => z.sum(new long[] { 1, 2 }), ScalarType.Float32, [2], [21, 0]),
        new("x.sum(ScalarType.Float64)", () => x.sum(ScalarType.Float64), ScalarType.Float64, [], [2.25]),
        new("b.sum()", () => b.sum(), ScalarType.Int64, [], [3]),
        new("x.mean()", () => x.mean(), ScalarType.Float32, [], [0.375]),
        new("x.mean(new long[] { 1 })", () => x.mean(new long[] { 1 }), ScalarType.Float32, [2], [0.41666666, 0.33333334]),
        new(
            "z.mean(new long[] { 0, 2 }, keepdim: true)",
            () => z.mean(new long[] { 0, 2 }, keepdim: true),
            ScalarType.Float32,
            [1, 3, 1],
            [0.5, 1.5, 3.25]),
        new("x.prod()", () => x.prod(), ScalarType.Float32, [], [0.3515625]),
        new("x.prod(1)", () => x.prod(1), ScalarType.Float32, [2], [-1.25, -0.28125]),
        new("x.std()", () => x.std(), ScalarType.Float32, [], [1.25249755]),
        new("x.var()", () => x.var(), ScalarType.Float32, [], [1.56875002]),
        new("x.std(1)", () => x.std(1), ScalarType.Float32, [2], [1.62660182, 1.12731242]),
        new("x.var(1, unbiased: false)", () => x.var(1, unbiased: false), ScalarType.Float32, [2], [1.76388884, 0.84722221]),
        new("x.max()", () => x.max(), ScalarType.Float32, [], [2]),
        new("x.min()", () => x.min(), ScalarType.Float32, [], [-1.25]),
        new("x.max(y)", () => x.max(y), ScalarType.Float32, [2, 3], [2, 0.5, 2, 1.5, 0.25, 3]),
        new("x.min(y)", () => x.min(y), ScalarType.Float32, [2, 3], [0.5, -1.25, -1, 0.75, -0.25, -0.75]),
        new("x.max(1).values", () => x.max(1).values, ScalarType.Float32, [2], [2, 1.5]),
        new("x.max(1).indexes", () => x.max(1).indexes, ScalarType.Int64, [2], [2, 0]),
        new("x.min(0, keepdim: true).values", () => x.min(0, keepdim: true).values, ScalarType.Float32, [1, 3], [0.5, -1.25, -0.75]),
        new("x.amax(1)", () => x.amax(1), ScalarType.Float32, [2], [2, 1.5]),
        new(
            "x.amax(new long[] { 0 }, keepdim: true)",
            () => x.amax(new long[] { 0 }, keepdim: true),
            ScalarType.Float32,
            [1, 3],
            [1.5, 0.25, 2]),
        new("z.amin(0, 2)", () => z.amin(0, 2), ScalarType.Float32, [3], [-1, -3, 0.5]),
        new("x.argmax()", () => x.argmax(), ScalarType.Int64, [], [2]),
        new("x.argmax(1)", () => x.argmax(1), ScalarType.Int64, [2], [2, 0]),
        new("x.argmin(0, keepdim: true)", () => x.argmin(0, keepdim: true), ScalarType.Int64, [1, 3], [0, 0, 1]),
        new("b.all()", () => b.all(), ScalarType.Bool, [], [0]),
        new("b.any()", () => b.any(), ScalarType.Bool, [], [1]),
        new("c.all(0)", () => c.all(0), ScalarType.Bool, [3], [0, 1, 0]),
        new("b.any(1, keepdim: true)", () => b.any(1, keepdim: true), ScalarType.Bool, [2, 1], [1, 1]),
        new("x.norm()", () => x.norm(), ScalarType.Float32, [], [2.9474566]),
        new("x.norm(1)", () => x.norm(1), ScalarType.Float32, [2], [2.41091275, 1.69558251]),
        new("x.norm(1, keepdim: true, p: 1)", () => x.norm(1, keepdim: true, p: 1), ScalarType.Float32, [2, 1], [3.75, 2.5]),
        new("x.logsumexp(1)", () => x.logsumexp(1), ScalarType.Float32, [2], [2.23262191, 1.83067262]),
        new(
            "x.logsumexp(0, keepdim: true)",
            () => x.logsumexp(0, keepdim: true),
            ScalarType.Float32,
            [1, 3],
            [1.81326163, 0.45141333, 2.06196761]),
        new("x.cumsum(1)", () => x.cumsum(1), ScalarType.Float32, [2, 3], [0.5, -0.75, 1.25, 1.5, 1.75, 1]),
        new("i.cumsum(0)", () => i.cumsum(0), ScalarType.Int64, [2, 3], [0, 2, 1, 1, 3, 1]),
        new("x.cumprod(1)", () => x.cumprod(1), ScalarType.Float32, [2, 3], [0.5, -0.625, -1.25, 1.5, 0.375, -0.28125]),
        new("x.cummax(1).values", () => x.cummax(1).values, ScalarType.Float32, [2, 3], [0.5, 0.5, 2, 1.5, 1.5, 1.5]),
        new("x.topk(2).values", () => x.topk(2).values, ScalarType.Float32, [2, 2], [2, 0.5, 1.5, 0.25]),
        new("x.topk(2).indexes", () => x.topk(2).indexes, ScalarType.Int64, [2, 2], [2, 0, 0, 1]),
        new(
            "x.topk(1, dim: 0, largest: false).values",
            () => x.topk(1, dim: 0, largest: false).values,
            ScalarType.Float32,
            [1, 3],
            [0.5, -1.25, -0.75]),
        new("torch.topk(x, 2).indices", () => torch.topk(x, 2).indices, ScalarType.Int64, [2, 2], [2, 0, 0, 1]),
        new("d.sort().Values", () => d.sort().Values, ScalarType.Float32, [5], [-2.5, -1, 0.5, 1.5, 4]),
        new("d.sort(descending: true).Indices", () => d.sort(descending: true).Indices, ScalarType.Int64, [5], [2, 0, 3, 4, 1]),
        new("x.sort(0).Values", () => x.sort(0).Values, ScalarType.Float32, [2, 3], [0.5, -1.25, -0.75, 1.5, 0.25, 2]),
        new("torch.sort(d).values", () => torch.sort(d).values, ScalarType.Float32, [5], [-2.5, -1, 0.5, 1.5, 4]),
        new("d.argsort()", () => d.argsort(), ScalarType.Int64, [5], [1, 4, 3, 0, 2]),
        new("x.argsort(1, descending: true)", () => x.argsort(1, descending: true), ScalarType.Int64, [2, 3], [2, 0, 1, 0, 1, 2]),
        new("d.kthvalue(2, 0).values", () => d.kthvalue(2, 0).values, ScalarType.Float32, [], [-1]),
        new("x.count_nonzero()", () => x.count_nonzero(), ScalarType.Int64, [], [6]),
        new("b.count_nonzero([1])", () => b.count_nonzero([1]), ScalarType.Int64, [2], [2, 1]),
        new("k.bincount(null, 6)", () => k.bincount(null, 6), ScalarType.Int64, [6], [0, 1, 0, 1, 1, 0]),
        new("d.median()", () => d.median(), ScalarType.Float32, [], [0.5]),
        new("torch.sum(x, 1)", () => torch.sum(x, 1), ScalarType.Float32, [2], [1.25, 1]),
        new("torch.mean(x)", () => torch.mean(x), ScalarType.Float32, [], [0.375]),
        new("torch.max(x, 1).values", () => torch.max(x, 1).values, ScalarType.Float32, [2], [2, 1.5]),
        new("torch.argmax(x, 1)", () => torch.argmax(x, 1), ScalarType.Int64, [2], [2, 0]),
        new("torch.cumsum(x, 0)", () => torch.cumsum(x, 0), ScalarType.Float32, [2, 3], [0.5, -1.25, 2, 2, -1, 1.25]),
        new("torch.logsumexp(x, 1)", () => torch.logsumexp(x, 1), ScalarType.Float32, [2], [2.23262191, 1.83067262]),
        new("torch.any(b)", () => torch.any(b), ScalarType.Bool, [], [1]),
        new("torch.all(c, 0)", () => torch.all(c, 0), ScalarType.Bool, [3], [0, 1, 0]),
    ];

    public static TheoryData<string> Names => OperatorCase.Names(Cases);

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_operation_gives_the_type_the_shape_and_the_values_of_PyTorch(string name) => OperatorCase.Check(Cases, name);
}
