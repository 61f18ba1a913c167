namespace Seq.Cli.Parity;

/// <summary>Compares a bundle with the model it was exported from, on inputs that neither of them has seen, in every form; see docs/parity.md.</summary>
internal sealed class ParityRun
{
    private readonly TorchSide _trainer;
    private readonly TorchSide _referee;
    private readonly BundleSide _bundle;
    private readonly LogitsForms _logits;
    private readonly StateForms? _states;
    private readonly SearchForms? _searches;
    private readonly ParityLimits _limits;
    private readonly List<ParityInput> _steppedInputs = [];

    /// <summary>Prepares a comparison.</summary>
    /// <param name="trainer">The checkpoint's model.</param>
    /// <param name="referee">The same in float64.</param>
    /// <param name="bundle">The bundle.</param>
    /// <param name="limits">How large inputs become.</param>
    internal ParityRun(TorchSide trainer, TorchSide referee, BundleSide bundle, ParityLimits limits)
    {
        (_trainer, _referee, _bundle, _limits) = (trainer, referee, bundle, limits);
        _logits = new(trainer, referee, bundle);
        _states = bundle.Writes ? new(trainer, referee, bundle) : null;
        _searches = bundle.Writes ? new(trainer, referee, bundle, limits, () => Math.Max(_logits.TrainerError, _logits.BundleError)) : null;
    }

    /// <summary>Runs all checks.</summary>
    /// <param name="inputs">Where inputs come from.</param>
    /// <param name="samples">How many inputs.</param>
    /// <param name="seed">What they are drawn from, for the report.</param>
    /// <param name="golden">The bundle's golden pack; null when it has none.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    internal ParityReport Run(ParityInputs inputs, int samples, ulong seed, GoldenRows? golden, CancellationToken cancellationToken)
    {
        var (batches, done) = Compare(inputs, samples, cancellationToken);
        var known = _logits.TrainerError;
        var shaken = _logits.Checks.All(check => check.Result(known).Passed) ? (double?)null : _logits.ShakenError(cancellationToken);
        if (_states is not null && _states.Results.Any(check => !check.Passed))
        {
            LearnShakenStates(cancellationToken);
        }

        return Report(done, batches, seed, shaken, golden, cancellationToken);
    }

    private void LearnShakenStates(CancellationToken cancellationToken)
    {
        for (ulong seed = 1; seed <= LogitsForms.Shakes; seed++)
        {
            using var shaken = _trainer.Again();
            shaken.Shake(seed);
            var again = new StateForms(shaken, _referee, _bundle);
            _steppedInputs.ForEach(input => again.Compare(input, cancellationToken));
            _states!.Learn(again);
        }
    }

    private (int Batches, int Samples) Compare(ParityInputs inputs, int samples, CancellationToken cancellationToken)
    {
        foreach (var edge in inputs.Edges())
        {
            _logits.CompareEdge(edge, cancellationToken);
        }

        var (batches, done) = (0, 0);
        foreach (var input in inputs.Batches(samples))
        {
            var first = done;
            string Label(int row) => $"sample {first + row}";
            _logits.Compare(input, Label, cancellationToken);
            var everyForm = done < _limits.EveryForm;
            if (everyForm)
            {
                _logits.CompareForms(input, inputs.Id, Label, cancellationToken);
                _states?.Compare(input, cancellationToken);
                _steppedInputs.Add(input);
            }

            _searches?.Compare(input, everyForm, _logits, Label, cancellationToken);
            done += input.Rows;
            batches++;
        }

        return (batches, done);
    }

    private ParityReport Report(
        int samples, int batches, ulong seed, double? shaken, GoldenRows? golden, CancellationToken cancellationToken)
    {
        var (trainer, bundle) = (Math.Max(_logits.TrainerError, shaken ?? 0), _logits.BundleError);
        List<CheckResult> checks = [.. _states?.Results ?? [], .. _logits.Checks.Select(check => check.Result(trainer)), .. _searches?.Results(trainer) ?? []];
        if (golden is not null)
        {
            // A pack of another weight set is a fault too, but a machine that rounds otherwise is none.
            var tolerance = Math.Max(GoldenReplay.DefaultTolerance, 2 * LogitsCheck.RoundingFactor * trainer);
            checks.AddRange(GoldenReplay.Run(golden, _bundle, tolerance, cancellationToken));
        }

        return new(checks.TrueForAll(check => check.Passed), _bundle.Description.Kind, samples, batches, seed, checks)
        {
            TrainerError = _logits.TrainerError,
            ShakenTrainerError = shaken,
            BundleError = bundle,
            IllConditioned = trainer > LogitsCheck.IllConditioned,
            NotCompared = [.. Uncompared.ByParity(_bundle.Model, golden), .. _searches?.NotCompared ?? []],
            FirstDivergence = _states?.Results.FirstOrDefault(check => !check.Passed)?.FirstDifference,
        };
    }
}
