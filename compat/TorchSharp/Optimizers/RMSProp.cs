using TorchSharp.Modules;
using static TorchSharp.Interop.Operator;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
#nullable disable
    /// <summary>RMSprop: steps in units of the recent size of the gradient.</summary>
    /// <remarks>v = αv + (1-α)g², θ -= lr · g / (√v + ε); centred: √(v - ḡ²); with momentum the quotient is accumulated.
    /// Source: Hinton
    /// 2012.</remarks>
    public class RMSProp : OptimizerHelper, optim.IMomentum
    {
        public RMSProp(
            IEnumerable<Parameter> parameters, double lr = 1e-3, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0,
            double momentum = 0, bool centered = false, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, alpha, eps, weight_decay, momentum, centered, maximize)
        {
        }

        public RMSProp(
            IEnumerable<ParamGroup> parameters, double lr = 1e-3, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0,
            double momentum = 0, bool centered = false, bool maximize = false)
        {
            _defaults = new Options
            {
                LearningRate = lr,
                maximize = maximize,
                momentum = momentum,
                alpha = alpha,
                eps = eps,
                weight_decay = weight_decay,
                centered = centered
            };
            foreach (var group in parameters)
            {
                add_param_group(group);
            }
        }

        public double Momentum
        {
            get => ((Options)_defaults).momentum.Value;
            set => ((Options)_defaults).momentum = value;
        }

        public override void add_param_group(Modules.ParamGroup param_group)
        {
            var defaults = (Options)_defaults;
            var options = (Options)(param_group.Options ??= new Options());
            options.LearningRate ??= defaults.LearningRate;
            options.maximize ??= defaults.maximize;
            options.momentum ??= defaults.momentum;
            options.alpha ??= defaults.alpha;
            options.eps ??= defaults.eps;
            options.weight_decay ??= defaults.weight_decay;
            options.centered ??= defaults.centered;
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
                var alpha = options.alpha.Value;
                var squares = Array.ConvertAll(states, state => state.square_avg);
                Run("_foreach_mul_.Scalar", squares, alpha);
                Run("_foreach_addcmul_.Scalar", squares, gradients, gradients, 1 - alpha);
                var spread = squares;
                if (options.centered.Value)
                {
                    var means = Array.ConvertAll(states, state => state.grad_avg);
                    Run("_foreach_mul_.Scalar", means, alpha);
                    Run("_foreach_add_.List", means, gradients, 1 - alpha);
                    spread = Many("_foreach_addcmul.Scalar", squares, means, means, -1.0);
                }

                var divisors = Many("_foreach_sqrt", spread);
                Run("_foreach_add_.Scalar", divisors, options.eps.Value);
                if (options.momentum.Value > 0)
                {
                    var buffers = Array.ConvertAll(states, state => state.momentum_buffer);
                    Run("_foreach_mul_.Scalar", buffers, options.momentum.Value);
                    Run("_foreach_addcdiv_.Scalar", buffers, gradients, divisors, 1.0);
                    Run("_foreach_add_.List", live.Parameters, buffers, -options.LearningRate.Value);
                }
                else
                {
                    Run("_foreach_addcdiv_.Scalar", live.Parameters, gradients, divisors, -options.LearningRate.Value);
                }

                Array.ForEach(states, state => state.step++);
            },
            closure);

        protected override void Dispose(bool disposing) => DisposeStates(disposing);

        public class Options : OptimizerOptions
        {
            public bool? maximize;
            public double? momentum;
            public double? alpha;
            public double? eps;
            public double? weight_decay;
            public bool? centered;

            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                var other = (Options)source;
                maximize = other.maximize;
                momentum = other.momentum;
                alpha = other.alpha;
                eps = other.eps;
                weight_decay = other.weight_decay;
                centered = other.centered;
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                base.LoadStateDict(reader);
                maximize = reader.ReadBoolean();
                momentum = reader.ReadDouble();
                alpha = reader.ReadDouble();
                eps = reader.ReadDouble();
                weight_decay = reader.ReadDouble();
                centered = reader.ReadBoolean();
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                base.SaveStateDict(writer);
                writer.Write(maximize.Value);
                writer.Write(momentum.Value);
                writer.Write(alpha.Value);
                writer.Write(eps.Value);
                writer.Write(weight_decay.Value);
                writer.Write(centered.Value);
            }
        }

        public sealed class State : OptimizerState, IDisposable
        {
            public long step;
            public Tensor square_avg;
            public Tensor momentum_buffer;
            public Tensor grad_avg;

            public State(Parameter parameter)
                : base(parameter)
            {
            }

            public void Dispose()
            {
                square_avg?.Dispose();
                momentum_buffer?.Dispose();
                grad_avg?.Dispose();
            }

            public override void Initialize(OptimizerOptions options)
            {
                step = 0;
                square_avg = Fresh(square_avg, torch.zeros_like(_parameter));
                momentum_buffer = Fresh(momentum_buffer, torch.zeros_like(_parameter));
                grad_avg = Fresh(grad_avg, torch.zeros_like(_parameter));
            }

            public override void to(Device device)
            {
                square_avg = Copy(square_avg, square_avg, device);
                momentum_buffer = Copy(momentum_buffer, momentum_buffer, device);
                grad_avg = Copy(grad_avg, grad_avg, device);
            }

            public override void LoadStateDict(OptimizerState source)
            {
                var other = (State)source;
                step = other.step;
                square_avg = Copy(square_avg, other.square_avg, _parameter.device);
                momentum_buffer = Copy(momentum_buffer, other.momentum_buffer, _parameter.device);
                grad_avg = Copy(grad_avg, other.grad_avg, _parameter.device);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                step = reader.ReadInt64();
                square_avg.Load(reader);
                momentum_buffer.Load(reader);
                grad_avg.Load(reader);
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                writer.Write(step);
                square_avg.Save(writer);
                momentum_buffer.Save(writer);
                grad_avg.Save(writer);
            }

            public override bool ApproximatelyEquals(OptimizerState other) =>
                other is State right && step == right.step && Close(square_avg, right.square_avg) && Close(momentum_buffer,
                    right.momentum_buffer) && Close(grad_avg, right.grad_avg);
        }

        public class ParamGroup : ParamGroup<Options>, optim.IMomentum
        {
            public ParamGroup()
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options)
                : base(parameters, options)
            {
            }

            public ParamGroup(
                IEnumerable<Parameter> parameters, double lr = 1e-3, double eps = 1e-8, double alpha = 0.99, double weight_decay = 0,
                double momentum = 0, bool centered = false)
                : base(parameters, new Options
                {
                    LearningRate = lr,
                    momentum = momentum,
                    alpha = alpha,
                    eps = eps,
                    weight_decay = weight_decay,
                    centered = centered
                })
            {
            }

            public double Momentum
            {
                get => Options.momentum.Value;
                set => Options.momentum = value;
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
            public static RMSProp RMSProp(
                IEnumerable<Parameter> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0,
                double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters, lr, alpha, eps, weight_decay, momentum, centered, maximize);

            public static RMSProp RMSProp(
                IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8,
                double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters.Select(named => named.parameter), lr, alpha, eps, weight_decay, momentum, centered, maximize);

            public static RMSProp RMSProp(
                IEnumerable<RMSProp.ParamGroup> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8,
                double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters, lr, alpha, eps, weight_decay, momentum, centered, maximize);
        }
    }
#nullable restore
}
