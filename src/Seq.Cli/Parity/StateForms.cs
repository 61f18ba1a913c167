using Seq.Cli.Models;
using Seq.Model;
using Seq.Runtime;
using Seq.Train;

namespace Seq.Cli.Parity;

/// <summary>
/// Compares what the encoder leaves and what single steps make of given states, layer by layer. Every step begins from the referee's states, so that rounding
/// does not grow from step to step: a fault shows where it is, even in a model whose whole sequences are ill-conditioned.
/// </summary>
/// <param name="trainer">The checkpoint's model.</param>
/// <param name="referee">The same in float64.</param>
/// <param name="bundle">The bundle.</param>
internal sealed class StateForms(TorchSide trainer, TorchSide referee, BundleSide bundle)
{
    private const int MaxRows = 4;
    private const int MaxSteps = 8;

    private readonly List<(string Place, LogitsCheck Check)> _encoded = [];
    private readonly List<(string Place, LogitsCheck Check)> _stepped = [];
    private readonly Dictionary<string, double> _known = new(StringComparer.Ordinal); // The trainer's rounding by state, where more trials have shown it.

    /// <summary>The outcome, in the order in which numbers are computed.</summary>
    internal IReadOnlyList<CheckResult> Results =>
    [
        .. _encoded.Count == 0 ? [] : new[] { Merge("encode", "memory and first states, encode.onnx", _encoded, InOrder) },
        Merge("step-states", "states, attention and logits of single steps, step.onnx", _stepped, ByStep),
    ];

    /// <summary>Takes in how far another trainer is from float64 on the same inputs, one whose weights were changed in their last bit.</summary>
    internal void Learn(StateForms other)
    {
        foreach (var (_, check) in other._encoded.Concat(other._stepped))
        {
            _known[check.Name] = Math.Max(_known.GetValueOrDefault(check.Name), check.TrainerError);
        }
    }

    /// <summary>Compares a batch.</summary>
    /// <param name="input">The batch; a few rows and steps of it are looked at.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    internal void Compare(ParityInput input, CancellationToken cancellationToken)
    {
        int[] rows = [.. Enumerable.Range(0, Math.Min(MaxRows, input.Rows))];
        var few = input.Select(rows, 0, null, bundle.Description);
        if (few.Source is { } source)
        {
            CompareEncoded(source, cancellationToken);
        }

        CompareSteps(few, cancellationToken);
    }

    private void CompareEncoded(TokenBatch source, CancellationToken cancellationToken)
    {
        var found = bundle.Encode(source, cancellationToken);
        using var expected = trainer.Begin(source, source.Rows);
        using var exact = referee.Begin(source, source.Rows);
        var (expectedValues, exactValues) = (AllOf(expected), AllOf(exact));
        foreach (var (name, value) in found.Where(pair => expectedValues.ContainsKey(pair.Key)))
        {
            var steps = name == GraphNames.Memory ? source.Ids.GetLength(1) : 1;
            var place = name == GraphNames.Memory ? "the encoder's outputs (memory)" : name == GraphNames.Context ? "the encoder's last output (context)" : $"the first state of {PlaceOf(name)}";
            long[] lengths = steps == 1 ? [.. source.Lengths.Select(_ => 1L)] : source.Lengths;
            CheckOf(_encoded, name, place).Add(
                Block(expectedValues[name], steps), LogitsBlock.Of(value.Floats, source.Rows, steps), Block(exactValues[name], steps), lengths, row => $"row {row}");
        }
    }

    private static Dictionary<string, TensorValues> AllOf(TorchSteps steps) => steps.Encoded.Concat(steps.States).ToDictionary(pair => pair.Key, pair => pair.Value);

    private void CompareSteps(ParityInput input, CancellationToken cancellationToken)
    {
        var (rows, count) = (input.Rows, Math.Min(MaxSteps, input.Target!.Ids.GetLength(1)));
        var states = StatesBefore(input, count);
        int[] tokens = [.. Enumerable.Range(0, count).SelectMany(step => Enumerable.Range(0, rows).Select(row => (int)input.Target.Ids[row, step]))];
        int[] repeated = [.. Enumerable.Range(0, tokens.Length).Select(place => place % rows)];
        var source = (input with { Target = null }) is { Source: not null } only ? only.Select(repeated, 0, null, bundle.Description).Source : null;

        var found = bundle.Step(source, states.ToDictionary(pair => pair.Key, pair => new GraphTensor(pair.Value.Shape, Floats(pair.Value))), tokens, cancellationToken);
        var expected = Step(trainer, source, states, tokens);
        var exact = Step(referee, source, states, tokens);
        foreach (var name in exact.Keys.Where(found.ContainsKey).OrderBy(OrderOf))
        {
            // Rows of a step become steps of one row, so that the first diverging step has a number.
            CheckOf(_stepped, name, PlaceOf(name)).Add(
                BySteps(expected[name].Values, rows, count), BySteps(Array.ConvertAll(found[name].Floats, value => (double)value), rows, count),
                BySteps(exact[name].Values, rows, count), [.. Enumerable.Repeat((long)count, rows)], row => $"row {row}");
        }
    }

    /// <summary>The referee's states before each of the first steps, all steps below each other, rounded to what float32 can hold.</summary>
    private Dictionary<string, TensorValues> StatesBefore(ParityInput input, int count)
    {
        using var steps = referee.Begin(input.Source, input.Rows);
        var zeros = input.Source is null ? bundle.ZeroStates(input.Rows) : null;
        var all = new Dictionary<string, List<double>>();
        var shapes = new Dictionary<string, IReadOnlyList<long>>();
        for (var step = 0; step < count; step++)
        {
            var now = step == 0 && zeros is not null
                ? zeros.ToDictionary(pair => pair.Key, pair => new TensorValues(pair.Value.Shape, Array.ConvertAll(pair.Value.Floats, value => (double)value)))
                : steps.States;
            foreach (var (name, value) in now)
            {
                all.TryAdd(name, []);
                all[name].AddRange(value.Values.Select(number => (double)(float)number));
                shapes[name] = value.Shape;
            }

            steps.Step(Enumerable.Range(0, input.Rows).Select(row => (int)input.Target!.Ids[row, step]).ToArray());
        }

        return all.ToDictionary(pair => pair.Key, pair => new TensorValues([(long)input.Rows * count, .. shapes[pair.Key].Skip(1)], [.. pair.Value]));
    }

    private static Dictionary<string, TensorValues> Step(TorchSide side, TokenBatch? source, Dictionary<string, TensorValues> states, int[] tokens)
    {
        using var steps = side.Begin(source, tokens.Length);
        steps.Load(states);
        var logits = steps.Step(tokens);
        var named = new Dictionary<string, TensorValues>(steps.States) { [GraphNames.Logits] = logits };
        if (steps.Attention is { } attention)
        {
            named.Add(GraphNames.Attention, attention);
        }

        return named;
    }

    private static float[] Floats(TensorValues values) => Array.ConvertAll(values.Values, value => (float)value);

    private static LogitsBlock Block(TensorValues values, int steps) =>
        new(values.Values, (int)values.Shape[0], steps, values.Values.Length / ((int)values.Shape[0] * steps));

    private static LogitsBlock BySteps(double[] values, int rows, int count)
    {
        var width = values.Length / (rows * count);
        var result = new double[values.Length];
        for (var place = 0; place < rows * count; place++)
        {
            values.AsSpan(place * width, width).CopyTo(result.AsSpan((((place % rows) * count) + (place / rows)) * width));
        }

        return new(result, rows, count, width);
    }

    private static LogitsCheck CheckOf(List<(string Place, LogitsCheck Check)> checks, string name, string place)
    {
        if (checks.FirstOrDefault(known => known.Check.Name == name).Check is not { } check)
        {
            checks.Add((place, check = new(name, place, "numbers")));
        }

        return check;
    }

    /// <summary>What the encoder leaves is computed in the order of its outputs; only its memory has positions.</summary>
    private static string? InOrder(IEnumerable<(string Place, int Step, string Text)> found) =>
        found.Select(first => first.Place.EndsWith("(memory)", StringComparison.Ordinal) ? $"{first.Place}, source position {first.Step} ({first.Text})" : $"{first.Place} ({first.Text})").FirstOrDefault();

    /// <summary>Of what diverges at the first step, what is computed first.</summary>
    private static string? ByStep(IEnumerable<(string Place, int Step, string Text)> found) =>
        found.OrderBy(first => first.Step).Select(first => $"{first.Place}, step {first.Step} ({first.Text})").FirstOrDefault();

    private CheckResult Merge(
        string name, string what, List<(string Place, LogitsCheck Check)> checks, Func<IEnumerable<(string Place, int Step, string Text)>, string?> choose)
    {
        var results = checks.ConvertAll(pair => pair.Check.Result(_known.GetValueOrDefault(pair.Check.Name)));
        var first = choose(checks
            .Select(pair => (pair.Place, First: pair.Check.FirstBeyond(_known.GetValueOrDefault(pair.Check.Name))))
            .Where(pair => pair.First is not null)
            .Select(pair => (pair.Place, pair.First!.Value.Step, pair.First.Value.Text)));
        var worst = results.MaxBy(result => result.BundleError)!;
        return new(
            name, what, results.Count > 0 && results.TrueForAll(result => result.Passed), results.Sum(result => result.Compared), "numbers",
            first ?? (results.Find(result => !result.Passed) is { } empty ? $"{empty.What}: {empty.FirstDifference}" : null))
        {
            MaxDifference = results.Max(result => result.MaxDifference),
            Where = worst.What + ": " + worst.Where,
            TrainerError = results.Max(result => result.TrainerError),
            BundleError = worst.BundleError,
            Limit = worst.Limit,
            Skipped = results.Sum(result => result.Skipped),
        };
    }

    private static string PlaceOf(string name) => name switch
    {
        GraphNames.Logits => "the output layer (logits)",
        GraphNames.InputFeed => "attention (input_feed)",
        GraphNames.Coverage => "attention (coverage)",
        GraphNames.Attention => "attention (its weights)",
        GraphNames.WindowContext or GraphNames.Window => $"window attention ({name})",
        _ => $"layer {name[(name.LastIndexOf('_') + 1)..]} ({name})",
    };

    /// <summary>Layers from below, the cell state of each before the hidden state that is made of it; then attention, then the output layer.</summary>
    private static int OrderOf(string name) => name switch
    {
        GraphNames.Logits => int.MaxValue,
        GraphNames.Attention => int.MaxValue - 3,
        GraphNames.Coverage or GraphNames.WindowContext => int.MaxValue - 2,
        GraphNames.InputFeed or GraphNames.Window => int.MaxValue - 1,
        _ => (2 * int.Parse(name.AsSpan(name.LastIndexOf('_') + 1), System.Globalization.CultureInfo.InvariantCulture))
            + (name.StartsWith("hidden", StringComparison.Ordinal) ? 1 : 0),
    };
}
