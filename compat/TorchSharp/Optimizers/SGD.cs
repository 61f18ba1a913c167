using TorchSharp.Modules;
using static TorchSharp.Interop.Operator;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
#nullable disable
    /// <summary>Steepest descent, with momentum if wanted.</summary>
    /// <remarks>b = μb + (1-τ)g, θ -= lr · b, with Nesterov θ -= lr · (g + μb).</remarks>
    public class SGD : OptimizerHelper, optim.IMomentum
    {
        public SGD(
            IEnumerable<Parameter> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0,
            bool nesterov = false, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, momentum, dampening, weight_decay, nesterov, maximize)
        {
        }

        public SGD(
            IEnumerable<ParamGroup> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0,
            bool nesterov = false, bool maximize = false)
        {
            _defaults = new Options
            {
                LearningRate = lr,
                momentum = momentum,
                dampening = dampening,
                weight_decay = weight_decay,
                nesterov = nesterov,
                maximize = maximize
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
            options.momentum ??= defaults.momentum;
            options.dampening ??= defaults.dampening;
            options.weight_decay ??= defaults.weight_decay;
            options.nesterov ??= defaults.nesterov;
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
                var gradients = live.Gradients(false, options.weight_decay.Value);
                var momentum = options.momentum.Value;
                if (momentum != 0)
                {
                    for (var k = 0; k < states.Length; k++)
                    {
                        if (states[k].momentum_buffer is null)
                        {
                            states[k].momentum_buffer = gradients[k].detach().clone().DetachFromDisposeScope();
                        }
                        else
                        {
                            states[k].momentum_buffer.mul_(momentum).add_(gradients[k], alpha: 1 - options.dampening.Value);
                        }
                    }

                    var buffers = Array.ConvertAll(states, state => state.momentum_buffer);
                    gradients = options.nesterov.Value ? Many("_foreach_add.List", gradients, buffers, momentum) : buffers;
                }

                Run("_foreach_add_.List", live.Parameters, gradients,
                options.maximize.Value ? options.LearningRate.Value : -options.LearningRate.Value);
            },
            closure);

        protected override void Dispose(bool disposing) => DisposeStates(disposing);

        public class Options : OptimizerOptions
        {
            public double? momentum;
            public double? dampening;
            public double? weight_decay;
            public bool? nesterov;
            public bool? maximize;

            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                var other = (Options)source;
                momentum = other.momentum;
                dampening = other.dampening;
                weight_decay = other.weight_decay;
                nesterov = other.nesterov;
                maximize = other.maximize;
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                base.LoadStateDict(reader);
                momentum = reader.ReadDouble();
                dampening = reader.ReadDouble();
                weight_decay = reader.ReadDouble();
                nesterov = reader.ReadBoolean();
                maximize = reader.ReadBoolean();
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                base.SaveStateDict(writer);
                writer.Write(momentum.Value);
                writer.Write(dampening.Value);
                writer.Write(weight_decay.Value);
                writer.Write(nesterov.Value);
                writer.Write(maximize.Value);
            }
        }

        public sealed class State : OptimizerState, IDisposable
        {
            public Tensor momentum_buffer;

            public State(Parameter parameter)
                : base(parameter)
            {
            }

            public void Dispose()
            {
                momentum_buffer?.Dispose();
            }

            public override void Initialize(OptimizerOptions options)
            {
                momentum_buffer?.Dispose();
                momentum_buffer = null; // made by the first step with momentum
            }

            public override void to(Device device)
            {
                momentum_buffer = Copy(momentum_buffer, momentum_buffer, device);
            }

            public override void LoadStateDict(OptimizerState source)
            {
                var other = (State)source;
                momentum_buffer = Copy(momentum_buffer, other.momentum_buffer, _parameter.device);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                LoadConditionalStateTensor(reader, ref momentum_buffer, _parameter.device);
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                SaveConditionalStateTensor(writer, momentum_buffer);
            }

            public override bool ApproximatelyEquals(OptimizerState other) =>
                other is State right && Close(momentum_buffer, right.momentum_buffer);
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
                IEnumerable<Parameter> parameters, double lr = 1e-3, double momentum = 0.0, double dampening = 0, double weight_decay = 0,
                bool nesterov = false, bool maximize = false)
                : base(parameters, new Options
                {
                    LearningRate = lr,
                    momentum = momentum,
                    dampening = dampening,
                    weight_decay = weight_decay,
                    nesterov = nesterov,
                    maximize = maximize
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
            public static SGD SGD(
                IEnumerable<Parameter> parameters, double learningRate, double momentum = 0.0, double dampening = 0,
                double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            public static SGD SGD(
                IEnumerable<(string name, Parameter parameter)> parameters, double learningRate, double momentum = 0.0,
                double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters.Select(named => named.parameter), learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            public static SGD SGD(
                IEnumerable<SGD.ParamGroup> parameters, double learningRate, double momentum = 0.0, double dampening = 0,
                double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);
        }
    }
#nullable restore
}
