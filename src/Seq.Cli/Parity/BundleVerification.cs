using Seq.Model;
using Seq.Runtime;

namespace Seq.Cli.Parity;

/// <summary>Checks a bundle by itself, without the trainer: hashes, structure, golden pack, and its graphs against each other.</summary>
internal static class BundleVerification
{
    private const int Samples = 12;
    private const int MaxSteps = 12;
    private const int MoreTexts = 100;

    /// <summary>Checks a bundle.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="tolerance">How far logits may be from the golden ones.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <param name="time">Tells the time that stands in the report; null for the system's.</param>
    /// <param name="open">Opens the bundle on what shall run the graphs; null for the CPU.</param>
    /// <exception cref="ModelFormatException">A file is missing or damaged, or a graph is not what the manifest says.</exception>
    internal static VerifyReport Run(string path, double tolerance, CancellationToken cancellationToken, TimeProvider? time = null, Func<string, SeqModel>? open = null)
    {
        var bundle = Bundle.Open(path);
        foreach (var graph in bundle.Manifest.Graphs.Keys)
        {
            OnnxFileCheck.Check(bundle.PathOf(graph));
        }

        var golden = GoldenRows.Open(bundle);
        using var model = open is null ? SeqModel.Open(path) : open(path);
        var side = new BundleSide(model);
        var notCompared = new List<string>(Uncompared.ByVerify(side, golden));
        List<CheckResult> checks = [.. golden is null ? [] : GoldenReplay.Run(golden, side, tolerance, cancellationToken), .. Agreement(side, golden, tolerance, notCompared, cancellationToken)];
        return new(
            checks.TrueForAll(check => check.Passed), path, bundle.Description.Kind, bundle.Manifest.Files.Count, [.. bundle.Manifest.Graphs.Keys], golden is not null, tolerance, model.ProviderUsed.ToString(), checks,
            notCompared, Evidence.Of(bundle, checkpoint: null, time ?? TimeProvider.System).WithLibraries(torch: false));
    }

    /// <summary>Graphs of one model must agree: steps with whole sequences, rows with themselves alone, searches in graphs with searches by the host.</summary>
    private static IEnumerable<CheckResult> Agreement(
        BundleSide bundle, GoldenRows? golden, double tolerance, List<string> notCompared, CancellationToken cancellationToken)
    {
        var limits = ParityLimits.Default with { MaxBatch = Samples, MaxSource = 20, MaxTarget = MaxSteps };
        var inputs = new ParityInputs(bundle.Description, ParityOfFolders.DefaultSeed, limits);
        var alone = new LogitsCheck("alone", "logits of a row alone and in a batch, score.onnx", against: "in the batch it");
        var attention = new LogitsCheck("step-attention", "a step's weights: their sum, the least, what is past the source", "sums", against: "that of weights");
        var steps = new LogitsCheck("step-logits", "logits of steps and of whole sequences", against: "that of the whole sequence");
        foreach (var input in inputs.Batches(Samples))
        {
            var whole = bundle.Score(input, cancellationToken).Logits;
            var first = input.Alone(0, bundle.Description);
            alone.Add(whole, bundle.Score(first, cancellationToken).Logits, first.Steps(bundle.Description), _ => "row 0");
            if (bundle.Writes)
            {
                steps.Add(whole, bundle.Steps(input, cancellationToken), input.Steps(bundle.Description), row => $"row {row}");
            }

            if (bundle.Attends)
            {
                AddWeights(attention, bundle.Attention(input, cancellationToken), input);
            }
        }

        yield return alone.Within(tolerance);
        if (!bundle.Writes)
        {
            yield break;
        }

        yield return steps.Within(tolerance);
        if (bundle.Attends)
        {
            yield return attention.Within(tolerance);
        }

        var rows = ParityInputs.SearchInputs(inputs.Batches(Samples).First());
        var searches = ParitySearch.Of(bundle.Model, MaxSteps);
        var outputs = new InGraphOutputsForm(bundle, fed => bundle.Attention(fed, cancellationToken) is var looks ? (looks, looks) : default, "step.onnx's");
        foreach (var search in searches.Where(search => search.InGraph))
        {
            yield return Search(bundle.Model, search, rows, outputs, cancellationToken);
        }

        var text = new TextForm(bundle.Model, searches[0].Options);
        text.Compare(
            [.. golden?.Input.Source is { } sources ? ParityInputs.SearchInputs(new(sources, null)) : [], .. inputs.Batches(MoreTexts).SelectMany(ParityInputs.SearchInputs)],
            row => $"text {row}", 0, _ => false, cancellationToken);
        notCompared.AddRange(text.NotCompared);
        foreach (var result in new[] { outputs.Attention?.Within(tolerance), text.Result }.OfType<CheckResult>())
        {
            yield return result;
        }
    }

    /// <summary>Attention is made of weights: they add up to 1, none is below 0, and there are none past the source.</summary>
    private static void AddWeights(LogitsCheck check, LogitsBlock attention, ParityInput input)
    {
        var (found, expected) = (new double[attention.Rows * attention.Steps * 3], new double[attention.Rows * attention.Steps * 3]);
        for (var place = 0; place < attention.Rows * attention.Steps; place++)
        {
            var weights = attention.At(place / attention.Steps, place % attention.Steps);
            var real = (int)input.Source!.Lengths[place / attention.Steps];
            var (sum, least, past) = (0.0, 0.0, 0.0);
            for (var i = 0; i < weights.Length; i++)
            {
                (sum, least, past) = i < real ? (sum + weights[i], Math.Min(least, weights[i]), past) : (sum, least, Math.Max(past, Math.Abs(weights[i])));
            }

            (found[3 * place], found[(3 * place) + 1], found[(3 * place) + 2]) = (sum, least, past);
            expected[3 * place] = 1;
        }

        check.Add(
            new(expected, attention.Rows, attention.Steps, 3), new(found, attention.Rows, attention.Steps, 3), input.Target!.Lengths, row => $"row {row}");
    }

    private static CheckResult Search(
        SeqModel model, ParitySearch search, IReadOnlyList<IReadOnlyList<int>> rows, InGraphOutputsForm outputs, CancellationToken cancellationToken)
    {
        var check = new TokensCheck($"in-graph-{search.Name}", $"{search.Name}, in the graph and by the host");
        SearchFailure.Note([check], "row 0", () =>
        {
            var host = model.GenerateTokensBatch(rows, new GenerateOptions { Search = search.Options }, cancellationToken);
            var inGraph = model.GenerateTokensBatch(rows, new GenerateOptions { Search = search.Options, InGraph = true }, cancellationToken);
            FoundTokens[][] found = [.. inGraph.Select(generation => generation.Hypotheses.Select(FoundTokens.Of).ToArray())];
            outputs.Compare(search, rows, found, row => $"row {row}", cancellationToken);
            for (var row = 0; row < rows.Count; row++)
            {
                check.Add([.. host[row].Hypotheses.Select(FoundTokens.Of)], found[row], $"row {row}", () => false);
            }
        });

        return check.Result;
    }
}
