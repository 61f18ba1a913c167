namespace TorchSharp;

#nullable disable
public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Times factor when the measured value has not improved for more than patience epochs.</summary>
                public class ReduceLROnPlateau : LRScheduler
                {
                    private readonly double _factor;
                    private readonly int _patience;
                    private readonly double _threshold;
                    private readonly bool _smallerIsBetter;
                    private readonly bool _relative;
                    private readonly int _cooldown;
                    private readonly double _eps;
                    private readonly List<double> _minimum;

                    private double _best;
                    private int _bad;
                    private int _cooling;

                    public ReduceLROnPlateau(
                        Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4,
                        string threshold_mode = "rel", int cooldown = 0, IList<double> min_lr = null, double eps = 1e-8,
                        bool verbose = false)
                        : base(optimizer, -1, verbose)
                    {
                        if (factor >= 1)
                        {
                            throw new ArgumentException("Factor should be < 1.0");
                        }

                        _smallerIsBetter = mode switch
                        {
                            "min" => true,
                            "max" => false,
                            _ => throw new ArgumentException($"mode {mode} is unknown!"),
                        };
                        _relative = threshold_mode switch
                        {
                            "rel" => true,
                            "abs" => false,
                            _ => throw new ArgumentException($"threshold mode {threshold_mode} is unknown!"),
                        };
                        (_factor, _patience, _threshold, _cooldown, _eps) = (factor, patience, threshold, cooldown, eps);
                        _minimum = min_lr is { Count: > 1 }
                            ? [.. min_lr]
                            : [.. Enumerable.Repeat(min_lr is { Count: 1 } ? min_lr[0] : 0.0, _base_lrs.Count)];
                        _best = _smallerIsBetter ? double.PositiveInfinity : double.NegativeInfinity;
                    }

                    public override void step(double current, int? epoch = null)
                    {
                        _last_epoch = epoch ?? _last_epoch + 1;
                        if (IsBetter(current))
                        {
                            (_best, _bad) = (current, 0);
                        }
                        else
                        {
                            _bad++;
                        }

                        if (_cooling > 0)
                        {
                            _cooling--;
                            _bad = 0;
                        }

                        if (_bad > _patience)
                        {
                            Reduce();
                            (_cooling, _bad) = (_cooldown, 0);
                        }
                    }

                    public override void step() => throw new InvalidOperationException(
                        "step() should not be used with the ReduceLROnPlateau scheduler. Use step(double, int?), instead.");

                    public override void step(int? epoch) => throw new InvalidOperationException(
                        "step(int?) should not be used with the ReduceLROnPlateau scheduler. Use step(double, int?), instead.");

                    private bool IsBetter(double value)
                    {
                        var sign = _smallerIsBetter ? -1 : 1;
                        var bar = _relative ? _best * (1 + (sign * _threshold)) : _best + (sign * _threshold);
                        return _smallerIsBetter ? value < bar : value > bar;
                    }

                    private void Reduce()
                    {
                        var k = 0;
                        foreach (var group in _optimizer.ParamGroups)
                        {
                            var rate = Math.Max(group.LearningRate * _factor, _minimum[k]);
                            if (group.LearningRate - rate > _eps)
                            {
                                Set(group, k, rate);
                            }

                            k++;
                        }
                    }
                }
            }
        }
    }
}
#nullable restore
