using TorchSharp.Modules;
using static TorchSharp.Interop.Operator;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
#nullable disable
    /// <summary>Adam with weight decay apart from the gradient.</summary>
    /// <remarks>θ -= lr · λθ, then as in Adam. Source: Loshchilov and Hutter 2019.</remarks>
    public class AdamW : OptimizerHelper, optim.IBetas
    {
        public AdamW(
            IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
        {
        }

        public AdamW(
            IEnumerable<ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        {
            _defaults = new Options
            {
                LearningRate = lr,
                beta1 = beta1,
                beta2 = beta2,
                weight_decay = weight_decay,
                eps = eps,
                amsgrad = amsgrad,
                maximize = maximize
            };
            foreach (var group in parameters)
            {
                add_param_group(group);
            }
        }

        public (double, double) Betas
        {
            get => (((Options)_defaults).beta1.Value, ((Options)_defaults).beta2.Value);
            set => (((Options)_defaults).beta1, ((Options)_defaults).beta2) = value;
        }

        public override void add_param_group(Modules.ParamGroup param_group)
        {
            var defaults = (Options)_defaults;
            var options = (Options)(param_group.Options ??= new Options());
            options.LearningRate ??= defaults.LearningRate;
            options.beta1 ??= defaults.beta1;
            options.beta2 ??= defaults.beta2;
            options.weight_decay ??= defaults.weight_decay;
            options.eps ??= defaults.eps;
            options.amsgrad ??= defaults.amsgrad;
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
                var gradients = live.Gradients(options.maximize.Value, 0);
                Run("_foreach_mul_.Scalar", live.Parameters, 1 - (options.LearningRate.Value * options.weight_decay.Value));
                var (beta1, beta2) = group.Betas;
                var first = Array.ConvertAll(states, state => state.exp_avg);
                var second = Array.ConvertAll(states, state => state.exp_avg_sq);
                Run("_foreach_mul_.Scalar", first, beta1);
                Run("_foreach_add_.List", first, gradients, 1 - beta1);
                Run("_foreach_mul_.Scalar", second, beta2);
                Run("_foreach_addcmul_.Scalar", second, gradients, gradients, 1 - beta2);
                foreach (var state in states)
                {
                    state.step++;
                    if (options.amsgrad.Value)
                    {
                        state.max_exp_avg_sq.copy_(torch.maximum(state.max_exp_avg_sq, state.exp_avg_sq));
                    }
                }

                // Parameters that joined late or went without a gradient have counted fewer steps.
                var largest = options.amsgrad.Value ? Array.ConvertAll(states, state => state.max_exp_avg_sq) : second;
                var divisors = Many("_foreach_sqrt", largest);
                Run("_foreach_div_.ScalarList", divisors, Array.ConvertAll(states, state => Math.Sqrt(1 - Math.Pow(beta2, state.step))));
                Run("_foreach_add_.Scalar", divisors, options.eps.Value);
                Run(
                    "_foreach_addcdiv_.ScalarList", live.Parameters, first, divisors,
                    Array.ConvertAll(states, state => -options.LearningRate.Value / (1 - Math.Pow(beta1, state.step))));
            },
            closure);

        protected override void Dispose(bool disposing) => DisposeStates(disposing);

        public class Options : OptimizerOptions
        {
            public double? beta1;
            public double? beta2;
            public double? weight_decay;
            public double? eps;
            public bool? amsgrad;
            public bool? maximize;

            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                var other = (Options)source;
                beta1 = other.beta1;
                beta2 = other.beta2;
                weight_decay = other.weight_decay;
                eps = other.eps;
                amsgrad = other.amsgrad;
                maximize = other.maximize;
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                base.LoadStateDict(reader);
                beta1 = reader.ReadDouble();
                beta2 = reader.ReadDouble();
                eps = reader.ReadDouble();
                weight_decay = reader.ReadDouble();
                amsgrad = reader.ReadBoolean();
                maximize = reader.ReadBoolean();
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                base.SaveStateDict(writer);
                writer.Write(beta1.Value);
                writer.Write(beta2.Value);
                writer.Write(eps.Value);
                writer.Write(weight_decay.Value);
                writer.Write(amsgrad.Value);
                writer.Write(maximize.Value);
            }
        }

        public sealed class State : OptimizerState, IDisposable
        {
            public long step;
            public Tensor exp_avg;
            public Tensor exp_avg_sq;
            public Tensor max_exp_avg_sq;

            public State(Parameter parameter)
                : base(parameter)
            {
            }

            public void Dispose()
            {
                exp_avg?.Dispose();
                exp_avg_sq?.Dispose();
                max_exp_avg_sq?.Dispose();
            }

            public override void Initialize(OptimizerOptions options)
            {
                step = 0;
                var chosen = (Options)options;
                exp_avg = Fresh(exp_avg, torch.zeros_like(_parameter));
                exp_avg_sq = Fresh(exp_avg_sq, torch.zeros_like(_parameter));
                max_exp_avg_sq = chosen.amsgrad.Value ? Fresh(max_exp_avg_sq, torch.zeros_like(_parameter)) : null;
            }

            public override void to(Device device)
            {
                exp_avg = Copy(exp_avg, exp_avg, device);
                exp_avg_sq = Copy(exp_avg_sq, exp_avg_sq, device);
                max_exp_avg_sq = Copy(max_exp_avg_sq, max_exp_avg_sq, device);
            }

            public override void LoadStateDict(OptimizerState source)
            {
                var other = (State)source;
                step = other.step;
                exp_avg = Copy(exp_avg, other.exp_avg, _parameter.device);
                exp_avg_sq = Copy(exp_avg_sq, other.exp_avg_sq, _parameter.device);
                max_exp_avg_sq = Copy(max_exp_avg_sq, other.max_exp_avg_sq, _parameter.device);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                step = reader.ReadInt64();
                exp_avg.Load(reader);
                exp_avg_sq.Load(reader);
                LoadConditionalStateTensor(reader, ref max_exp_avg_sq, _parameter.device);
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                writer.Write(step);
                exp_avg.Save(writer);
                exp_avg_sq.Save(writer);
                SaveConditionalStateTensor(writer, max_exp_avg_sq);
            }

            public override bool ApproximatelyEquals(OptimizerState other) =>
                other is State right && step == right.step && Close(exp_avg, right.exp_avg) && Close(exp_avg_sq,
                    right.exp_avg_sq) && Close(max_exp_avg_sq, right.max_exp_avg_sq);
        }

        public class ParamGroup : ParamGroup<Options>, optim.IBetas
        {
            public ParamGroup()
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options)
                : base(parameters, options)
            {
            }

            public ParamGroup(
                IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
                double weight_decay = 0, bool amsgrad = false, bool maximize = false)
                : base(parameters, new Options
                {
                    LearningRate = lr,
                    beta1 = beta1,
                    beta2 = beta2,
                    weight_decay = weight_decay,
                    eps = eps,
                    amsgrad = amsgrad,
                    maximize = maximize
                })
            {
            }

            public (double, double) Betas
            {
                get => (Options.beta1.Value, Options.beta2.Value);
                set => (Options.beta1, Options.beta2) = value;
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
            public static AdamW AdamW(
                IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
                double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            public static AdamW AdamW(
                IEnumerable<(string name, Parameter parameter)> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999,
                double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters.Select(named => named.parameter), lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            public static AdamW AdamW(
                IEnumerable<AdamW.ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
                double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);
        }
    }
#nullable restore
}
