using static TorchSharp.Tests.Inputs;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class ShapeTests
{
    // Expected values: PyTorch 1.13.1.
    private static readonly OperatorCase[] Cases =
    [
        new("x.view(3, 2)", () => x.view(3, 2), ScalarType.Float32, [3, 2], [0.5, -1.25, 2, 1.5, 0.25, -0.75]),
        new("x.view(-1)", () => x.view(-1), ScalarType.Float32, [6], [0.5, -1.25, 2, 1.5, 0.25, -0.75]),
        new("x.reshape(6, 1)", () => x.reshape(6, 1), ScalarType.Float32, [6, 1], [0.5, -1.25, 2, 1.5, 0.25, -0.75]),
        new("z.flatten()", () => z.flatten(), ScalarType.Float32, [12], [1, 2, 3, 4, 5, 6, -1, 0, 2, -3, 0.5, 1.5]),
        new("z.flatten(1)", () => z.flatten(1), ScalarType.Float32, [2, 6], [1, 2, 3, 4, 5, 6, -1, 0, 2, -3, 0.5, 1.5]),
        new(
            "z.unsqueeze(1).squeeze(1)",
            () => z.unsqueeze(1).squeeze(1),
            ScalarType.Float32,
            [2, 3, 2],
            [1, 2, 3, 4, 5, 6, -1, 0, 2, -3, 0.5, 1.5]),
        new("v.unsqueeze(0)", () => v.unsqueeze(0), ScalarType.Float32, [1, 3], [3, -1, 2]),
        new("v.unsqueeze(-1)", () => v.unsqueeze(-1), ScalarType.Float32, [3, 1], [3, -1, 2]),
        new(
            "x.view(1, 2, 1, 3).squeeze()",
            () => x.view(1, 2, 1, 3).squeeze(),
            ScalarType.Float32,
            [2, 3],
            [0.5, -1.25, 2, 1.5, 0.25, -0.75]),
        new("x.t()", () => x.t(), ScalarType.Float32, [3, 2], [0.5, 1.5, -1.25, 0.25, 2, -0.75]),
        new("z.transpose(0, 2)", () => z.transpose(0, 2), ScalarType.Float32, [2, 3, 2], [1, -1, 3, 2, 5, 0.5, 2, 0, 4, -3, 6, 1.5]),
        new("z.permute(2, 0, 1)", () => z.permute(2, 0, 1), ScalarType.Float32, [2, 2, 3], [1, 3, 5, -1, 2, 0.5, 2, 4, 6, 0, -3, 1.5]),
        new("v.expand(2, 3)", () => v.expand(2, 3), ScalarType.Float32, [2, 3], [3, -1, 2, 3, -1, 2]),
        new("v.expand_as(x)", () => v.expand_as(x), ScalarType.Float32, [2, 3], [3, -1, 2, 3, -1, 2]),
        new("v.repeat(2, 2)", () => v.repeat(2, 2), ScalarType.Float32, [2, 6], [3, -1, 2, 3, -1, 2, 3, -1, 2, 3, -1, 2]),
        new("v.repeat_interleave(2)", () => v.repeat_interleave(2), ScalarType.Float32, [6], [3, 3, -1, -1, 2, 2]),
        new("v.broadcast_to(2, 3)", () => v.broadcast_to(2, 3), ScalarType.Float32, [2, 3], [3, -1, 2, 3, -1, 2]),
        new("z.narrow(1, 1, 2)", () => z.narrow(1, 1, 2), ScalarType.Float32, [2, 2, 2], [3, 4, 5, 6, 2, -3, 0.5, 1.5]),
        new("z.select(1, 2)", () => z.select(1, 2), ScalarType.Float32, [2, 2], [5, 6, 0.5, 1.5]),
        new("d.slice(0, 1, 5, 2)", () => d.slice(0, 1, 5, 2), ScalarType.Float32, [2], [-2.5, 0.5]),
        new("d.split(2)[1]", () => d.split(2)[1], ScalarType.Float32, [2], [4, 0.5]),
        new("d.split(new long[] { 1, 4 })[1]", () => d.split(new long[] { 1, 4 })[1], ScalarType.Float32, [4], [-2.5, 4, 0.5, -1]),
        new("d.chunk(2)[0]", () => d.chunk(2)[0], ScalarType.Float32, [3], [1.5, -2.5, 4]),
        new("x.unbind(1)[2]", () => x.unbind(1)[2], ScalarType.Float32, [2], [2, -0.75]),
        new("d.flip(0)", () => d.flip(0), ScalarType.Float32, [5], [-1, 0.5, 4, -2.5, 1.5]),
        new("x.flip(0, 1)", () => x.flip(0, 1), ScalarType.Float32, [2, 3], [-0.75, 0.25, 1.5, 2, -1.25, 0.5]),
        new("d.roll(2)", () => d.roll(2), ScalarType.Float32, [5], [0.5, -1, 1.5, -2.5, 4]),
        new("x.roll(1, 1)", () => x.roll(1, 1), ScalarType.Float32, [2, 3], [2, 0.5, -1.25, -0.75, 1.5, 0.25]),
        new("d.unfold(0, 2, 1)", () => d.unfold(0, 2, 1), ScalarType.Float32, [4, 2], [1.5, -2.5, -2.5, 4, 4, 0.5, 0.5, -1]),
        new("z.movedim([0], [2])", () => z.movedim([0], [2]), ScalarType.Float32, [3, 2, 2], [1, -1, 2, 0, 3, 2, 4, -3, 5, 0.5, 6, 1.5]),
        new("x.t().contiguous()", () => x.t().contiguous(), ScalarType.Float32, [3, 2], [0.5, 1.5, -1.25, 0.25, 2, -0.75]),
        new("x.clone()", () => x.clone(), ScalarType.Float32, [2, 3], [0.5, -1.25, 2, 1.5, 0.25, -0.75]),
        new("x.detach()", () => x.detach(), ScalarType.Float32, [2, 3], [0.5, -1.25, 2, 1.5, 0.25, -0.75]),
        new("torch.zeros(2, 3).copy_(x)", () => torch.zeros(2, 3).copy_(x), ScalarType.Float32, [2, 3], [0.5, -1.25, 2, 1.5, 0.25, -0.75]),
        new(
            "torch.cat(new[] { x, y })",
            () => torch.cat(new[] { x, y }),
            ScalarType.Float32,
            [4, 3],
            [0.5, -1.25, 2, 1.5, 0.25, -0.75, 2, 0.5, -1, 0.75, -0.25, 3]),
        new(
            "torch.cat([x, y], 1)",
            () => torch.cat([x, y], 1),
            ScalarType.Float32,
            [2, 6],
            [0.5, -1.25, 2, 2, 0.5, -1, 1.5, 0.25, -0.75, 0.75, -0.25, 3]),
        new(
            "torch.stack(new[] { x, y }, 1)",
            () => torch.stack(new[] { x, y }, 1),
            ScalarType.Float32,
            [2, 2, 3],
            [0.5, -1.25, 2, 2, 0.5, -1, 1.5, 0.25, -0.75, 0.75, -0.25, 3]),
        new("torch.stack([v, v])", () => torch.stack([v, v]), ScalarType.Float32, [2, 3], [3, -1, 2, 3, -1, 2]),
        new("torch.where(b, x, y)", () => torch.where(b, x, y), ScalarType.Float32, [2, 3], [0.5, 0.5, 2, 0.75, 0.25, 3]),
        new("torch.where(b)[1]", () => torch.where(b)[1], ScalarType.Int64, [3], [0, 2, 1]),
        new("x.where(b, y)", () => x.where(b, y), ScalarType.Float32, [2, 3], [0.5, 0.5, 2, 0.75, 0.25, 3]),
        new("x.view_as(w)", () => x.view_as(w), ScalarType.Float32, [3, 2], [0.5, -1.25, 2, 1.5, 0.25, -0.75]),
        new("d.as_strided([2, 2], [2, 1])", () => d.as_strided([2, 2], [2, 1]), ScalarType.Float32, [2, 2], [1.5, -2.5, 4, 0.5]),
    ];

    public static TheoryData<string> Names => OperatorCase.Names(Cases);

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_operation_gives_the_type_the_shape_and_the_values_of_PyTorch(string name) => OperatorCase.Check(Cases, name);
}
