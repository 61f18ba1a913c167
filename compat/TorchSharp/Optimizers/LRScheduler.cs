namespace TorchSharp;

#nullable disable
public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Changes of the learning rate over time.</summary>
        /// <remarks>Making a scheduler counts as its step 0; then call step after each epoch.</remarks>
        public static partial class lr_scheduler
        {
            public abstract class LRScheduler
            {
                protected int _step_count;

                internal readonly Optimizer _optimizer;
                internal readonly List<double> _base_lrs;
                internal readonly List<double> _last_lrs;
                internal int _last_epoch;
                private readonly bool _verbose;

                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    (_optimizer, _last_epoch, _verbose) = (optimizer, last_epoch, verbose);
                    _base_lrs = [.. optimizer.ParamGroups.Select(group => group.InitialLearningRate)];
                    _last_lrs = [.. optimizer.ParamGroups.Select(group => group.LearningRate)];
                }

                public virtual void step() => step(null);

                public virtual void step(int? epoch)
                {
                    _step_count++;
                    _last_epoch = epoch ?? _last_epoch + 1;
                    var rates = (epoch is null ? get_lr() : get_closed_form_lr()).ToList();
                    var k = 0;
                    foreach (var group in _optimizer.ParamGroups)
                    {
                        Set(group, k, rates[k]);
                        k++;
                    }
                }

                public virtual void step(double current, int? epoch = null) => step(epoch);

                public IEnumerable<double> get_last_lr() => _last_lrs;

                protected virtual IEnumerable<double> get_lr() => _optimizer.ParamGroups.Select(group => group.LearningRate);

                protected virtual IEnumerable<double> get_closed_form_lr() => get_lr();

                internal void Set(ILearningRateController group, int place, double rate)
                {
                    group.LearningRate = rate;
                    if (_verbose && _last_lrs[place] != rate)
                    {
                        Console.WriteLine($"Adjusting learning rate to {rate}");
                    }

                    _last_lrs[place] = rate;
                }
            }
        }
    }
}
#nullable restore
