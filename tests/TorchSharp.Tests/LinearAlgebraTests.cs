using static TorchSharp.Tests.Inputs;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class LinearAlgebraTests
{
    // Expected values: PyTorch 1.13.1.
    private static readonly OperatorCase[] Cases =
    [
        new("x.matmul(w)", () => x.matmul(w), ScalarType.Float32, [2, 2], [-3.125, -4.25, 2.75, -2.4375]),
        new("x.mm(w)", () => x.mm(w), ScalarType.Float32, [2, 2], [-3.125, -4.25, 2.75, -2.4375]),
        new("x.mv(v)", () => x.mv(v), ScalarType.Float32, [2], [6.75, 2.75]),
        new("v.dot(v)", () => v.dot(v), ScalarType.Float32, [], [14]),
        new("v.outer(d)", () => v.outer(d), ScalarType.Float32, [3, 5], [4.5, -7.5, 12, 1.5, -3, -1.5, 2.5, -4, -0.5, 1, 3, -5, 8, 1, -2]),
        new(
            "z.bmm(z.transpose(1, 2))",
            () => z.bmm(z.transpose(1, 2)),
            ScalarType.Float32,
            [2, 3, 3],
            [5, 11, 17, 11, 25, 39, 17, 39, 61, 1, -2, -0.5, -2, 13, -3.5, -0.5, -3.5, 2.5]),
        new("torch.eye(2).addmm(x, w)", () => torch.eye(2).addmm(x, w), ScalarType.Float32, [2, 2], [-2.125, -4.25, 2.75, -1.4375]),
        new(
            "torch.eye(2).addmm(x, w, 0.5f, 2f)",
            () => torch.eye(2).addmm(x, w, 0.5f, 2f),
            ScalarType.Float32,
            [2, 2],
            [-5.75, -8.5, 5.5, -4.375]),
        new(
            "torch.zeros(2, 3, 3).baddbmm(z, z.transpose(1, 2))",
            () => torch.zeros(2, 3, 3).baddbmm(z, z.transpose(1, 2)),
            ScalarType.Float32,
            [2, 3, 3],
            [5, 11, 17, 11, 25, 39, 17, 39, 61, 1, -2, -0.5, -2, 13, -3.5, -0.5, -3.5, 2.5]),
        new("torch.ones(2).addmv(x, v)", () => torch.ones(2).addmv(x, v), ScalarType.Float32, [2], [7.75, 3.75]),
        new("x.tril()", () => x.tril(), ScalarType.Float32, [2, 3], [0.5, 0, 0, 1.5, 0.25, 0]),
        new("x.triu(1)", () => x.triu(1), ScalarType.Float32, [2, 3], [0, -1.25, 2, 0, 0, -0.75]),
        new("v.diag()", () => v.diag(), ScalarType.Float32, [3, 3], [3, 0, 0, 0, -1, 0, 0, 0, 2]),
        new("x.diagonal()", () => x.diagonal(), ScalarType.Float32, [2], [0.5, 0.25]),
        new(
            "torch.einsum('bij,kj->bik', z, w)",
            () => torch.einsum("bij,kj->bik", z, w),
            ScalarType.Float32,
            [2, 3, 3],
            [-3, 6.5, -1, -5, 13.5, -3.5, -7, 20.5, -6, -1, -0.5, 1.5, 8, -8, -3.75, -2.5, 4.75, -0.375]),
        new(
            "torch.matmul(z, torch.tensor(new float[] { 1, -1 }))",
            () => torch.matmul(z, torch.tensor(new float[] { 1, -1 })),
            ScalarType.Float32,
            [2, 3],
            [-1, -1, -1, -1, 5, -1]),
        new("torch.mm(x, w)", () => torch.mm(x, w), ScalarType.Float32, [2, 2], [-3.125, -4.25, 2.75, -2.4375]),
        new(
            "torch.bmm(z, z.transpose(1, 2))",
            () => torch.bmm(z, z.transpose(1, 2)),
            ScalarType.Float32,
            [2, 3, 3],
            [5, 11, 17, 11, 25, 39, 17, 39, 61, 1, -2, -0.5, -2, 13, -3.5, -0.5, -3.5, 2.5]),
        new("torch.tril(x)", () => torch.tril(x), ScalarType.Float32, [2, 3], [0.5, 0, 0, 1.5, 0.25, 0]),
        new("torch.dot(v, v)", () => torch.dot(v, v), ScalarType.Float32, [], [14]),
    ];

    public static TheoryData<string> Names => OperatorCase.Names(Cases);

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_operation_gives_the_type_the_shape_and_the_values_of_PyTorch(string name) => OperatorCase.Check(Cases, name);
}
