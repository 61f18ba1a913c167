using TorchSharp.Modules;
using static TorchSharp.Interop.Operator;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
#nullable disable
    /// <summary>Adadelta: steps in units of the steps before.</summary>
    /// <remarks>v = ρv + (1-ρ)g², Δ = g √(u + ε) / √(v + ε), u = ρu + (1-ρ)Δ², θ -= lr · Δ. Source: Zeiler 2012.</remarks>
    public class Adadelta : OptimizerHelper
    {
        public Adadelta(
            IEnumerable<Parameter> parameters, double lr, double rho = 0.9, double eps = 1e-6, double weight_decay = 0,
            bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, rho, eps, weight_decay, maximize)
        {
        }

        public Adadelta(
            IEnumerable<ParamGroup> parameters, double lr = 1.0, double rho = 0.9, double eps = 1e-6, double weight_decay = 0,
            bool maximize = false)
        {
            _defaults = new Options { LearningRate = lr, rho = rho, eps = eps, weight_decay = weight_decay, maximize = maximize };
            foreach (var group in parameters)
            {
                add_param_group(group);
            }
        }

        public override void add_param_group(Modules.ParamGroup param_group)
        {
            var defaults = (Options)_defaults;
            var options = (Options)(param_group.Options ??= new Options());
            options.LearningRate ??= defaults.LearningRate;
            options.rho ??= defaults.rho;
            options.eps ??= defaults.eps;
            options.weight_decay ??= defaults.weight_decay;
            options.maximize ??= defaults.maximize;
            Adopt(param_group, parameter => new State(parameter));
        }

        public override Tensor step(Func<Tensor> closure = null) => _step<ParamGroup>(
            group =>
            {
                var options = group.Options;
                var live = Live.Of(group);
                if (live.Parameters.Length == 0)
                {
                    return;
                }

                var states = Array.ConvertAll(live.Parameters, parameter => (State)_state[parameter.Handle]);
                var gradients = live.Gradients(options.maximize.Value, options.weight_decay.Value);
                var (rho, eps) = (options.rho.Value, options.eps.Value);
                var squares = Array.ConvertAll(states, state => state.square_avg);
                var steps = Array.ConvertAll(states, state => state.acc_delta);
                Run("_foreach_mul_.Scalar", squares, rho);
                Run("_foreach_addcmul_.Scalar", squares, gradients, gradients, 1 - rho);
                var divisors = Many("_foreach_add.Scalar", squares, eps);
                Run("_foreach_sqrt_", divisors);
                var change = Many("_foreach_add.Scalar", steps, eps);
                Run("_foreach_sqrt_", change);
                Run("_foreach_div_.List", change, divisors);
                Run("_foreach_mul_.List", change, gradients);
                Run("_foreach_mul_.Scalar", steps, rho);
                Run("_foreach_addcmul_.Scalar", steps, change, change, 1 - rho);
                Run("_foreach_add_.List", live.Parameters, change, -options.LearningRate.Value);
                Array.ForEach(states, state => state.step++);
            },
            closure);

        protected override void Dispose(bool disposing) => DisposeStates(disposing);

        public class Options : OptimizerOptions
        {
            public double? rho;
            public double? eps;
            public double? weight_decay;
            public bool? maximize;

            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                var other = (Options)source;
                rho = other.rho;
                eps = other.eps;
                weight_decay = other.weight_decay;
                maximize = other.maximize;
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                base.LoadStateDict(reader);
                rho = reader.ReadDouble();
                eps = reader.ReadDouble();
                weight_decay = reader.ReadDouble();
                maximize = reader.ReadBoolean();
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                base.SaveStateDict(writer);
                writer.Write(rho.Value);
                writer.Write(eps.Value);
                writer.Write(weight_decay.Value);
                writer.Write(maximize.Value);
            }
        }

        public sealed class State : OptimizerState, IDisposable
        {
            public long step;
            public Tensor square_avg;
            public Tensor acc_delta;

            public State(Parameter parameter)
                : base(parameter)
            {
            }

            public void Dispose()
            {
                square_avg?.Dispose();
                acc_delta?.Dispose();
            }

            public override void Initialize(OptimizerOptions options)
            {
                step = 0;
                square_avg = Fresh(square_avg, torch.zeros_like(_parameter));
                acc_delta = Fresh(acc_delta, torch.zeros_like(_parameter));
            }

            public override void to(Device device)
            {
                square_avg = Copy(square_avg, square_avg, device);
                acc_delta = Copy(acc_delta, acc_delta, device);
            }

            public override void LoadStateDict(OptimizerState source)
            {
                var other = (State)source;
                step = other.step;
                square_avg = Copy(square_avg, other.square_avg, _parameter.device);
                acc_delta = Copy(acc_delta, other.acc_delta, _parameter.device);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                step = reader.ReadInt64();
                square_avg.Load(reader);
                acc_delta.Load(reader);
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                writer.Write(step);
                square_avg.Save(writer);
                acc_delta.Save(writer);
            }

            public override bool ApproximatelyEquals(OptimizerState other) =>
                other is State right && step == right.step && Close(square_avg, right.square_avg) && Close(acc_delta, right.acc_delta);
        }

        public class ParamGroup : ParamGroup<Options>
        {
            public ParamGroup()
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options)
                : base(parameters, options)
            {
            }

            public ParamGroup(
                IEnumerable<Parameter> parameters, double lr = 1.0, double rho = 0.9, double eps = 1e-6, double weight_decay = 0,
                bool maximize = false)
                : base(parameters, new Options
                {
                    LearningRate = lr,
                    rho = rho,
                    eps = eps,
                    weight_decay = weight_decay,
                    maximize = maximize
                })
            {
            }
        }
    }
#nullable restore
}

namespace TorchSharp
{
#nullable disable
    public static partial class torch
    {
        public static partial class optim
        {
            public static Adadelta Adadelta(
                IEnumerable<Parameter> parameters, double lr = 1.0, double rho = 0.9, double eps = 1e-6, double weight_decay = 0,
                bool maximize = false) =>
                new(parameters, lr, rho, eps, weight_decay, maximize);

            public static Adadelta Adadelta(
                IEnumerable<(string name, Parameter parameter)> parameters, double lr = 1.0, double rho = 0.9, double eps = 1e-6,
                double weight_decay = 0, bool maximize = false) =>
                new(parameters.Select(named => named.parameter), lr, rho, eps, weight_decay, maximize);

            public static Adadelta Adadelta(
                IEnumerable<Adadelta.ParamGroup> parameters, double lr = 1.0, double rho = 0.9, double eps = 1e-6, double weight_decay = 0,
                bool maximize = false) =>
                new(parameters, lr, rho, eps, weight_decay, maximize);
        }
    }
#nullable restore
}
