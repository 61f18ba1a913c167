using TorchSharp.Modules;
using static TorchSharp.Interop.Operator;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
#nullable disable
    /// <summary>Adagrad: steps shrink with all squared gradients so far.</summary>
    /// <remarks>s += g², θ -= lr / (1 + (t-1)η) · g / (√s + ε). Source: Duchi et al. 2011.</remarks>
    public class Adagrad : OptimizerHelper
    {
        public Adagrad(
            IEnumerable<Parameter> parameters, double lr = 1e-2, double lr_decay = 0, double weight_decay = 0,
            double initial_accumulator_value = 0, double eps = 1e-10)
            : this([new ParamGroup { Parameters = parameters }], lr, lr_decay, weight_decay, initial_accumulator_value, eps)
        {
        }

        public Adagrad(
            IEnumerable<ParamGroup> parameters, double lr = 1e-2, double lr_decay = 0, double weight_decay = 0,
            double initial_accumulator_value = 0, double eps = 1e-10)
        {
            _defaults = new Options
            {
                LearningRate = lr,
                lr_decay = lr_decay,
                initial_accumulator_value = initial_accumulator_value,
                eps = eps,
                weight_decay = weight_decay
            };
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
            options.lr_decay ??= defaults.lr_decay;
            options.initial_accumulator_value ??= defaults.initial_accumulator_value;
            options.eps ??= defaults.eps;
            options.weight_decay ??= defaults.weight_decay;
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
                var gradients = live.Gradients(false, options.weight_decay.Value);
                var sums = Array.ConvertAll(states, state => state.sum);
                Run("_foreach_addcmul_.Scalar", sums, gradients, gradients, 1.0);
                var divisors = Many("_foreach_sqrt", sums);
                Run("_foreach_add_.Scalar", divisors, options.eps.Value);
                Run(
                    "_foreach_addcdiv_.ScalarList", live.Parameters, gradients, divisors,
                    Array.ConvertAll(states, state => -options.LearningRate.Value / (1 + (state.step++ * options.lr_decay.Value))));
            },
            closure);

        protected override void Dispose(bool disposing) => DisposeStates(disposing);

        public class Options : OptimizerOptions
        {
            public double? lr_decay;
            public double? initial_accumulator_value;
            public double? eps;
            public double? weight_decay;

            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                var other = (Options)source;
                lr_decay = other.lr_decay;
                initial_accumulator_value = other.initial_accumulator_value;
                eps = other.eps;
                weight_decay = other.weight_decay;
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                base.LoadStateDict(reader);
                lr_decay = reader.ReadDouble();
                initial_accumulator_value = reader.ReadDouble();
                eps = reader.ReadDouble();
                weight_decay = reader.ReadDouble();
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                base.SaveStateDict(writer);
                writer.Write(lr_decay.Value);
                writer.Write(initial_accumulator_value.Value);
                writer.Write(eps.Value);
                writer.Write(weight_decay.Value);
            }
        }

        public sealed class State : OptimizerState, IDisposable
        {
            public long step;
            public Tensor sum;

            public State(Parameter parameter)
                : base(parameter)
            {
            }

            public void Dispose()
            {
                sum?.Dispose();
            }

            public override void Initialize(OptimizerOptions options)
            {
                step = 0;
                var chosen = (Options)options;
                sum = Fresh(sum, torch.full_like(_parameter, chosen.initial_accumulator_value.Value));
            }

            public override void to(Device device)
            {
                sum = Copy(sum, sum, device);
            }

            public override void LoadStateDict(OptimizerState source)
            {
                var other = (State)source;
                step = other.step;
                sum = Copy(sum, other.sum, _parameter.device);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                step = reader.ReadInt64();
                sum.Load(reader);
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                writer.Write(step);
                sum.Save(writer);
            }

            public override bool ApproximatelyEquals(OptimizerState other) =>
                other is State right && step == right.step && Close(sum, right.sum);
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
                IEnumerable<Parameter> parameters, double lr = 1e-2, double lr_decay = 0, double weight_decay = 0,
                double initial_accumulator_value = 0, double eps = 1e-10)
                : base(parameters, new Options
                {
                    LearningRate = lr,
                    lr_decay = lr_decay,
                    initial_accumulator_value = initial_accumulator_value,
                    eps = eps,
                    weight_decay = weight_decay
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
            public static Adagrad Adagrad(
                IEnumerable<Parameter> parameters, double lr = 1e-2, double lr_decay = 0, double weight_decay = 0,
                double initial_accumulator_value = 0, double eps = 1e-10) =>
                new(parameters, lr, lr_decay, weight_decay, initial_accumulator_value, eps);

            public static Adagrad Adagrad(
                IEnumerable<(string name, Parameter parameter)> parameters, double lr = 1e-2, double lr_decay = 0, double weight_decay = 0,
                double initial_accumulator_value = 0, double eps = 1e-10) =>
                new(parameters.Select(named => named.parameter), lr, lr_decay, weight_decay, initial_accumulator_value, eps);

            public static Adagrad Adagrad(
                IEnumerable<Adagrad.ParamGroup> parameters, double lr = 1e-2, double lr_decay = 0, double weight_decay = 0,
                double initial_accumulator_value = 0, double eps = 1e-10) =>
                new(parameters, lr, lr_decay, weight_decay, initial_accumulator_value, eps);
        }
    }
#nullable restore
}
