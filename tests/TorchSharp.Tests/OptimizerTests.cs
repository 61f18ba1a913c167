using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

/// <summary>Three steps of every optimizer against its formula in float64, on the loss Σ a θ² / 2 (gradient aθ).</summary>
public class OptimizerTests
{
    private const double Rate = 0.1;
    private const double Tolerance = 1e-10;

    private static readonly double[] Start = [1.0, -2.0, 0.5];
    private static readonly double[] Curvature = [1.0, 0.5, 3.0];

    /// <summary>One step for one number: (θ, g, step 1.., memory) to θ.</summary>
    private delegate double Rule(double theta, double gradient, int step, double[] memory);

    public static TheoryData<string> Names => [.. Cases.Keys];

    private static Dictionary<string, (Func<Parameter[], optim.Optimizer> Make, Rule Rule)> Cases { get; } = new()
    {
        ["SGD"] = (p => optim.SGD(p, Rate), (x, g, _, _) => x - (Rate * g)),
        ["SGD, decay"] = (p => optim.SGD(p, Rate, weight_decay: 0.1), (x, g, _, _) => x - (Rate * (g + (0.1 * x)))),
        ["SGD, momentum"] = (p => optim.SGD(p, Rate, 0.9), (x, g, t, m) =>
        {
            m[0] = t == 1 ? g : (0.9 * m[0]) + g;
            return x - (Rate * m[0]);
        }
        ),
        ["SGD, dampened"] = (p => optim.SGD(p, Rate, 0.9, dampening: 0.3), (x, g, t, m) =>
        {
            m[0] = t == 1 ? g : (0.9 * m[0]) + (0.7 * g);
            return x - (Rate * m[0]);
        }
        ),
        ["SGD, Nesterov"] = (p => optim.SGD(p, Rate, 0.9, nesterov: true), (x, g, t, m) =>
        {
            m[0] = t == 1 ? g : (0.9 * m[0]) + g;
            return x - (Rate * (g + (0.9 * m[0])));
        }
        ),
        ["SGD, maximize"] = (p => optim.SGD(p, Rate, maximize: true), (x, g, _, _) => x + (Rate * g)),
        ["Adam"] = (p => optim.Adam(p, Rate, 0.8, 0.95, 1e-3), (x, g, t, m) => x - Adam(g, t, m, false)),
        ["Adam, decay"] = (p => optim.Adam(p, Rate, 0.8, 0.95, 1e-3, 0.2), (x, g, t, m) => x - Adam(g + (0.2 * x), t, m, false)),
        ["Adam, AMSGrad"] = (p => optim.Adam(p, Rate, 0.8, 0.95, 1e-3, amsgrad: true), (x, g, t, m) => x - Adam(g, t, m, true)),
        ["Adam, maximize"] = (p => optim.Adam(p, Rate, 0.8, 0.95, 1e-3, maximize: true), (x, g, t, m) => x - Adam(-g, t, m, false)),
        ["AdamW"] = (p => optim.AdamW(p, Rate, 0.8, 0.95, 1e-3, 0.2), (x, g, t, m) => (x * (1 - (Rate * 0.2))) - Adam(g, t, m, false)),
        ["RMSProp"] = (p => optim.RMSProp(p, Rate, 0.9, 1e-3), (x, g, _, m) =>
        {
            m[0] = (0.9 * m[0]) + (0.1 * g * g);
            return x - (Rate * g / (Math.Sqrt(m[0]) + 1e-3));
        }
        ),
        ["RMSProp, momentum"] = (p => optim.RMSProp(p, Rate, 0.9, 1e-3, momentum: 0.5), (x, g, _, m) =>
        {
            m[0] = (0.9 * m[0]) + (0.1 * g * g);
            m[1] = (0.5 * m[1]) + (g / (Math.Sqrt(m[0]) + 1e-3));
            return x - (Rate * m[1]);
        }
        ),
        ["RMSProp, centered"] = (p => optim.RMSProp(p, Rate, 0.9, 1e-3, centered: true), (x, g, _, m) =>
        {
            m[0] = (0.9 * m[0]) + (0.1 * g * g);
            m[1] = (0.9 * m[1]) + (0.1 * g);
            return x - (Rate * g / (Math.Sqrt(m[0] - (m[1] * m[1])) + 1e-3));
        }
        ),
        ["Adagrad"] = (p => optim.Adagrad(p, Rate, lr_decay: 0.5, initial_accumulator_value: 0.1, eps: 1e-3), (x, g, t, m) =>
        {
            m[0] = (t == 1 ? 0.1 : m[0]) + (g * g);
            return x - (Rate / (1 + ((t - 1) * 0.5)) * g / (Math.Sqrt(m[0]) + 1e-3));
        }
        ),
        ["Adadelta"] = (p => optim.Adadelta(p, Rate, 0.8, 1e-3), (x, g, _, m) =>
        {
            m[0] = (0.8 * m[0]) + (0.2 * g * g);
            var change = g * Math.Sqrt(m[1] + 1e-3) / Math.Sqrt(m[0] + 1e-3);
            m[1] = (0.8 * m[1]) + (0.2 * change * change);
            return x - (Rate * change);
        }
        ),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Three_steps_follow_the_formula(string name)
    {
        using var scope = NewDisposeScope();
        var parameters = Parameters();
        using var optimizer = Cases[name].Make(parameters);

        for (var step = 0; step < 3; step++)
        {
            Step(optimizer, parameters);
        }

        for (var k = 0; k < Start.Length; k++)
        {
            var (theta, memory) = (Start[k], new double[3]);
            for (var step = 1; step <= 3; step++)
            {
                theta = Cases[name].Rule(theta, Curvature[k] * theta, step, memory);
            }

            OperatorCase.Near([theta], parameters[k], Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_saved_optimizer_goes_on_as_if_nothing_had_happened(string name)
    {
        using var scope = NewDisposeScope();
        var (first, second, third) = (Parameters(), Parameters(), Parameters());
        using var straight = (OptimizerHelper)Cases[name].Make(first);
        using var stored = (OptimizerHelper)Cases[name].Make(second);
        using var copied = (OptimizerHelper)Cases[name].Make(third);
        Step(straight, first);
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        straight.save_state_dict(writer);
        using var reader = new BinaryReader(new MemoryStream(stream.ToArray()));
        stored.load_state_dict(reader);
        copied.load_state_dict(straight.state_dict());
        using (no_grad())
        {
            for (var k = 0; k < first.Length; k++)
            {
                second[k].copy_(first[k]);
                third[k].copy_(first[k]);
            }
        }

        Step(straight, first);
        Step(stored, second);
        Step(copied, third);

        for (var k = 0; k < first.Length; k++)
        {
            Assert.True(first[k].Equals(second[k]));
            Assert.True(first[k].Equals(third[k]));
            Assert.True(straight.state_dict().State[k].ApproximatelyEquals(stored.state_dict().State[k]));
        }
    }

    [Fact]
    public void Parameters_without_a_gradient_stay_and_groups_have_rates_of_their_own()
    {
        using var scope = NewDisposeScope();
        var parameters = Parameters();
        using var optimizer = optim.Adam(
            [new Adam.ParamGroup([parameters[0]], lr: 0.5), new Adam.ParamGroup { Parameters = parameters[1..] }], lr: 0.25);
        parameters[0].square().backward();

        optimizer.step();

        Assert.Equal([0.5, 0.25], optimizer.ParamGroups.Select(group => group.LearningRate));
        OperatorCase.Near([0.5], parameters[0], 1e-6);
        OperatorCase.Near([-2], parameters[1]);
        Assert.Equal(3, optimizer.parameters().Count());
        Assert.Equal(1, ((Adam.State)optimizer.state_dict().State[0]).step);
        Assert.Equal(0, ((Adam.State)optimizer.state_dict().State[1]).step);
    }

    [Fact]
    public void A_closure_is_evaluated_with_gradients_and_its_loss_returned()
    {
        using var scope = NewDisposeScope();
        var parameters = Parameters();
        using var optimizer = optim.SGD(parameters, Rate);

        var loss = optimizer.step(() =>
        {
            optimizer.zero_grad();
            var value = Loss(parameters);
            value.backward();
            return value;
        });

        Assert.Equal(1.875, loss.ToDouble(), 12);
        OperatorCase.Near([0.9], parameters[0], Tolerance);
    }

    [Fact]
    public void Zero_grad_zeroes_what_is_there()
    {
        using var scope = NewDisposeScope();
        var parameters = Parameters();
        using var optimizer = optim.SGD(parameters, Rate);
        parameters[0].square().backward();

        optimizer.zero_grad();

        Assert.Equal(0, parameters[0].grad!.ToDouble());
        Assert.Null(parameters[1].grad);
    }

    [Fact]
    public void A_step_leaves_no_tensor_behind()
    {
        using var scope = NewDisposeScope();
        var parameters = Parameters();
        using var optimizer = optim.Adam(parameters);
        Loss(parameters).backward();
        optimizer.step();
        var before = scope.DisposablesCount;

        optimizer.step();

        Assert.Equal(before, scope.DisposablesCount);
    }

    [Fact]
    public void Gradients_are_clipped_by_their_common_norm()
    {
        using var scope = NewDisposeScope();
        var parameters = Parameters();
        (parameters[0] * 3 + parameters[1] * 4).backward();

        Assert.Equal(5, nn.utils.clip_grad_norm_(parameters, 1), 9);
        OperatorCase.Near([0.6], parameters[0].grad!);
        OperatorCase.Near([0.8], parameters[1].grad!);
        Assert.Equal(1, nn.utils.clip_grad_norm_(parameters, 10), 5);
        OperatorCase.Near([0.6], parameters[0].grad!);
        Assert.Equal(0.8, nn.utils.clip_grad_norm_(parameters, 10, double.PositiveInfinity), 5);
        nn.utils.clip_grad_value_(parameters, 0.7);
        OperatorCase.Near([0.7], parameters[1].grad!);
        Assert.Null(parameters[2].grad);
    }

    [Fact]
    public void Parameters_become_one_vector_and_back()
    {
        using var scope = NewDisposeScope();
        var parameters = new[] { torch.ones(2, 2).AsParameter(), torch.zeros(3).AsParameter() };

        OperatorCase.Near([1, 1, 1, 1, 0, 0, 0], nn.utils.parameters_to_vector(parameters));
        nn.utils.vector_to_parameters(torch.arange(7, ScalarType.Float32), parameters);
        OperatorCase.Near([4, 5, 6], parameters[1]);
        Assert.Equal([2, 2], parameters[0].shape);
    }

    private static double Adam(double g, int t, double[] m, bool amsgrad)
    {
        m[0] = (0.8 * m[0]) + (0.2 * g);
        m[1] = (0.95 * m[1]) + (0.05 * g * g);
        m[2] = amsgrad ? Math.Max(m[2], m[1]) : m[1];
        return Rate * m[0] / (1 - Math.Pow(0.8, t)) / (Math.Sqrt(m[2] / (1 - Math.Pow(0.95, t))) + 1e-3);
    }

    private static Parameter[] Parameters() => Array.ConvertAll(Start, value => torch.tensor(value).AsParameter());

    private static Tensor Loss(Parameter[] parameters) =>
        torch.stack(parameters.Select((parameter, k) => parameter.square() * (Curvature[k] / 2))).sum();

    private static void Step(optim.Optimizer optimizer, Parameter[] parameters)
    {
        optimizer.zero_grad();
        Loss(parameters).backward();
        optimizer.step();
    }
}
