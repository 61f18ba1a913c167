using static TorchSharp.Tests.Inputs;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class PointwiseTests
{
    // Expected values: PyTorch 1.13.1.
    private static readonly OperatorCase[] Cases =
    [
        new("x.abs()", () => x.abs(), ScalarType.Float32, [2, 3], [0.5, 1.25, 2, 1.5, 0.25, 0.75]),
        new("x.neg()", () => x.neg(), ScalarType.Float32, [2, 3], [-0.5, 1.25, -2, -1.5, -0.25, 0.75]),
        new("x.square()", () => x.square(), ScalarType.Float32, [2, 3], [0.25, 1.5625, 4, 2.25, 0.0625, 0.5625]),
        new("x.reciprocal()", () => x.reciprocal(), ScalarType.Float32, [2, 3], [2, -0.80000001, 0.5, 0.66666669, 4, -1.33333337]),
        new("x.exp()", () => x.exp(), ScalarType.Float32, [2, 3], [1.64872122, 0.28650481, 7.38905621, 4.48168898, 1.28402543, 0.47236654]),
        new(
            "x.expm1()",
            () => x.expm1(),
            ScalarType.Float32,
            [2, 3],
            [0.64872128, -0.71349519, 6.38905621, 3.48168898, 0.28402543, -0.52763343]),
        new("x.sin()", () => x.sin(), ScalarType.Float32, [2, 3], [0.47942555, -0.94898462, 0.90929741, 0.997495, 0.24740396, -0.68163878]),
        new("x.cos()", () => x.cos(), ScalarType.Float32, [2, 3], [0.87758255, 0.31532237, -0.41614684, 0.0707372, 0.96891242, 0.73168886]),
        new(
            "x.tanh()",
            () => x.tanh(),
            ScalarType.Float32,
            [2, 3],
            [0.46211717, -0.84828365, 0.96402758, 0.90514827, 0.24491866, -0.63514894]),
        new(
            "x.sigmoid()",
            () => x.sigmoid(),
            ScalarType.Float32,
            [2, 3],
            [0.62245935, 0.22270013, 0.88079703, 0.81757444, 0.56217653, 0.32082129]),
        new("x.sign()", () => x.sign(), ScalarType.Float32, [2, 3], [1, -1, 1, 1, 1, -1]),
        new("x.floor()", () => x.floor(), ScalarType.Float32, [2, 3], [0, -2, 2, 1, 0, -1]),
        new("x.ceil()", () => x.ceil(), ScalarType.Float32, [2, 3], [1, -1, 2, 2, 1, 0]),
        new("x.trunc()", () => x.trunc(), ScalarType.Float32, [2, 3], [0, -1, 2, 1, 0, 0]),
        new(
            "x.erf()",
            () => x.erf(),
            ScalarType.Float32,
            [2, 3],
            [0.52049989, -0.92290014, 0.99532229, 0.96610516, 0.27632639, -0.71115565]),
        new("x.relu()", () => x.relu(), ScalarType.Float32, [2, 3], [0.5, 0, 2, 1.5, 0.25, 0]),
        new(
            "x.selu()",
            () => x.selu(),
            ScalarType.Float32,
            [2, 3],
            [0.52535051, -1.25439537, 2.10140204, 1.57605147, 0.26267526, -0.92763197]),
        new("p.sqrt()", () => p.sqrt(), ScalarType.Float32, [2, 3], [0.70710677, 1.11803401, 1.41421354, 1.22474492, 0.5, 0.86602539]),
        new("p.rsqrt()", () => p.rsqrt(), ScalarType.Float32, [2, 3], [1.41421354, 0.89442718, 0.70710677, 0.81649655, 2, 1.15470052]),
        new(
            "p.log()",
            () => p.log(),
            ScalarType.Float32,
            [2, 3],
            [-0.69314718, 0.22314355, 0.69314718, 0.4054651, -1.38629436, -0.28768209]),
        new(
            "p.log1p()",
            () => p.log1p(),
            ScalarType.Float32,
            [2, 3],
            [0.4054651, 0.81093019, 1.09861231, 0.91629076, 0.22314355, 0.55961579]),
        new("p.log2()", () => p.log2(), ScalarType.Float32, [2, 3], [-1, 0.32192808, 1, 0.58496249, -2, -0.41503751]),
        new(
            "p.log10()",
            () => p.log10(),
            ScalarType.Float32,
            [2, 3],
            [-0.30103001, 0.09691001, 0.30103001, 0.17609125, -0.60206002, -0.12493873]),
        new(
            "x.silu()",
            () => x.silu(),
            ScalarType.Float32,
            [2, 3],
            [0.31122968, -0.27837518, 1.76159406, 1.22636163, 0.14054413, -0.24061596]),
        new(
            "x.gelu()",
            () => x.gelu(),
            ScalarType.Float32,
            [2, 3],
            [0.3457312, -0.13206232, 1.95449996, 1.39978909, 0.14967656, -0.16997047]),
        new("x.elu(0.5)", () => x.elu(0.5), ScalarType.Float32, [2, 3], [0.5, -0.3567476, 2, 1.5, 0.25, -0.26381671]),
        new(
            "x.softplus()",
            () => x.softplus(),
            ScalarType.Float32,
            [2, 3],
            [0.97407699, 0.25192907, 2.12692809, 1.70141327, 0.82593942, 0.38687101]),
        new(
            "x.log_sigmoid()",
            () => x.log_sigmoid(),
            ScalarType.Float32,
            [2, 3],
            [-0.47407699, -1.50192904, -0.12692802, -0.20141329, -0.57593942, -1.13687098]),
        new("x.leaky_relu(0.1)", () => x.leaky_relu(0.1), ScalarType.Float32, [2, 3], [0.5, -0.125, 2, 1.5, 0.25, -0.075]),
        new("x.negative()", () => x.negative(), ScalarType.Float32, [2, 3], [-0.5, 1.25, -2, -1.5, -0.25, 0.75]),
        new("x.absolute()", () => x.absolute(), ScalarType.Float32, [2, 3], [0.5, 1.25, 2, 1.5, 0.25, 0.75]),
        new("n.isnan()", () => n.isnan(), ScalarType.Bool, [4], [1, 0, 0, 0]),
        new("n.isinf()", () => n.isinf(), ScalarType.Bool, [4], [0, 1, 1, 0]),
        new("n.isfinite()", () => n.isfinite(), ScalarType.Bool, [4], [0, 0, 0, 1]),
        new("n.nan_to_num(1, 2, 3)", () => n.nan_to_num(1, 2, 3), ScalarType.Float32, [4], [1, 2, 3, 1]),
        new(
            "n.nan_to_num(nan: 7, neginf: -1)",
            () => n.nan_to_num(nan: 7, neginf: -1),
            ScalarType.Float32,
            [4],
            [7, 3.4028234663852886e+38, -1, 1]),
        new("x.clamp(-1, 1)", () => x.clamp(-1, 1), ScalarType.Float32, [2, 3], [0.5, -1, 1, 1, 0.25, -0.75]),
        new("x.clamp(min: 0.5)", () => x.clamp(min: 0.5), ScalarType.Float32, [2, 3], [0.5, 0.5, 2, 1.5, 0.5, 0.5]),
        new("x.clamp(y - 1, y + 1)", () => x.clamp(y - 1, y + 1), ScalarType.Float32, [2, 3], [1, -0.5, 0, 1.5, 0.25, 2]),
        new("x.clip(-0.5, 0.5)", () => x.clip(-0.5, 0.5), ScalarType.Float32, [2, 3], [0.5, -0.5, 0.5, 0.5, 0.25, -0.5]),
        new("x.clamp_min(0)", () => x.clamp_min(0), ScalarType.Float32, [2, 3], [0.5, 0, 2, 1.5, 0.25, 0]),
        new("x.clamp_max(1)", () => x.clamp_max(1), ScalarType.Float32, [2, 3], [0.5, -1.25, 1, 1, 0.25, -0.75]),
        new("x.round()", () => x.round(), ScalarType.Float32, [2, 3], [0, -1, 2, 2, 0, -1]),
        new("x.round(1)", () => x.round(1), ScalarType.Float32, [2, 3], [0.5, -1.20000005, 2, 1.5, 0.2, -0.80000001]),
        new("b.logical_not()", () => b.logical_not(), ScalarType.Bool, [2, 3], [0, 1, 0, 1, 0, 1]),
        new(
            "x.softmax(1)",
            () => x.softmax(1),
            ScalarType.Float32,
            [2, 3],
            [0.17682019, 0.03072674, 0.79245311, 0.71844035, 0.20583661, 0.07572305]),
        new(
            "x.softmax(0)",
            () => x.softmax(0),
            ScalarType.Float32,
            [2, 3],
            [0.26894143, 0.18242551, 0.93991333, 0.7310586, 0.81757444, 0.06008665]),
        new(
            "x.log_softmax(-1)",
            () => x.log_softmax(-1),
            ScalarType.Float32,
            [2, 3],
            [-1.73262203, -3.48262191, -0.23262198, -0.33067259, -1.58067262, -2.5806725]),
        new(
            "x.softmax(1, ScalarType.Float64)",
            () => x.softmax(1, ScalarType.Float64),
            ScalarType.Float64,
            [2, 3],
            [0.176820182107, 0.030726740326, 0.792453077566, 0.718440341151, 0.205836603998, 0.075723054851]),
        new("torch.abs(x)", () => torch.abs(x), ScalarType.Float32, [2, 3], [0.5, 1.25, 2, 1.5, 0.25, 0.75]),
        new("torch.neg(x)", () => torch.neg(x), ScalarType.Float32, [2, 3], [-0.5, 1.25, -2, -1.5, -0.25, 0.75]),
        new("torch.square(x)", () => torch.square(x), ScalarType.Float32, [2, 3], [0.25, 1.5625, 4, 2.25, 0.0625, 0.5625]),
        new(
            "torch.exp(x)",
            () => torch.exp(x),
            ScalarType.Float32,
            [2, 3],
            [1.64872122, 0.28650481, 7.38905621, 4.48168898, 1.28402543, 0.47236654]),
        new(
            "torch.sin(x)",
            () => torch.sin(x),
            ScalarType.Float32,
            [2, 3],
            [0.47942555, -0.94898462, 0.90929741, 0.997495, 0.24740396, -0.68163878]),
        new(
            "torch.cos(x)",
            () => torch.cos(x),
            ScalarType.Float32,
            [2, 3],
            [0.87758255, 0.31532237, -0.41614684, 0.0707372, 0.96891242, 0.73168886]),
        new(
            "torch.tanh(x)",
            () => torch.tanh(x),
            ScalarType.Float32,
            [2, 3],
            [0.46211717, -0.84828365, 0.96402758, 0.90514827, 0.24491866, -0.63514894]),
        new(
            "torch.sigmoid(x)",
            () => torch.sigmoid(x),
            ScalarType.Float32,
            [2, 3],
            [0.62245935, 0.22270013, 0.88079703, 0.81757444, 0.56217653, 0.32082129]),
        new("torch.sign(x)", () => torch.sign(x), ScalarType.Float32, [2, 3], [1, -1, 1, 1, 1, -1]),
        new("torch.floor(x)", () => torch.floor(x), ScalarType.Float32, [2, 3], [0, -2, 2, 1, 0, -1]),
        new("torch.ceil(x)", () => torch.ceil(x), ScalarType.Float32, [2, 3], [1, -1, 2, 2, 1, 0]),
        new(
            "torch.sqrt(p)",
            () => torch.sqrt(p),
            ScalarType.Float32,
            [2, 3],
            [0.70710677, 1.11803401, 1.41421354, 1.22474492, 0.5, 0.86602539]),
        new(
            "torch.rsqrt(p)",
            () => torch.rsqrt(p),
            ScalarType.Float32,
            [2, 3],
            [1.41421354, 0.89442718, 0.70710677, 0.81649655, 2, 1.15470052]),
        new(
            "torch.log(p)",
            () => torch.log(p),
            ScalarType.Float32,
            [2, 3],
            [-0.69314718, 0.22314355, 0.69314718, 0.4054651, -1.38629436, -0.28768209]),
        new(
            "torch.softmax(x, 1)",
            () => torch.softmax(x, 1),
            ScalarType.Float32,
            [2, 3],
            [0.17682019, 0.03072674, 0.79245311, 0.71844035, 0.20583661, 0.07572305]),
        new("torch.clamp(x, -1, 1)", () => torch.clamp(x, -1, 1), ScalarType.Float32, [2, 3], [0.5, -1, 1, 1, 0.25, -0.75]),
        new("torch.isnan(n)", () => torch.isnan(n), ScalarType.Bool, [4], [1, 0, 0, 0]),
        new("torch.logical_not(b)", () => torch.logical_not(b), ScalarType.Bool, [2, 3], [0, 1, 0, 1, 0, 1]),
    ];

    public static TheoryData<string> Names => OperatorCase.Names(Cases);

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_operation_gives_the_type_the_shape_and_the_values_of_PyTorch(string name) => OperatorCase.Check(Cases, name);
}
