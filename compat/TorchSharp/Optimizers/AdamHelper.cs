using static TorchSharp.Interop.Operator;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

#nullable disable
/// <summary>Adam's rule; how weights decay is left to <see cref="Adam"/> and <see cref="AdamW"/>.</summary>
public abstract class AdamHelper : OptimizerHelper, optim.IBetas
{
    private protected AdamHelper(AdamOptions defaults) => _defaults = defaults;

    public (double, double) Betas
    {
        get => (((AdamOptions)_defaults).beta1.Value, ((AdamOptions)_defaults).beta2.Value);
        set => (((AdamOptions)_defaults).beta1, ((AdamOptions)_defaults).beta2) = value;
    }

    public override Tensor step(Func<Tensor> closure = null) => _step<ParamGroup>(
        group =>
        {
            var options = (AdamOptions)group.Options;
            var live = Live.Of(group);
            if (live.Parameters.Length == 0)
            {
                return;
            }

            var states = Array.ConvertAll(live.Parameters, parameter => (AdamState)_state[parameter.Handle]);
            var gradients = Decay(live, options);
            var (beta1, beta2) = (options.beta1.Value, options.beta2.Value);
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

    /// <summary>Lets the weights decay, and says what the gradients are then.</summary>
    private protected abstract Tensor[] Decay(Live live, AdamOptions options);
}
#nullable restore
