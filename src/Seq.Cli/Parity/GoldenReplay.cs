using Seq.Cli.Models;
using Seq.Model;
using Seq.Runtime;

namespace Seq.Cli.Parity;

/// <summary>Runs a bundle on its golden pack. Needs no trainer: what it computed is in the pack.</summary>
internal static class GoldenReplay
{
    /// <summary>How far logits may be from the pack's, relative to the largest of their step where that exceeds 1; other processors sum in other orders.</summary>
    internal const double DefaultTolerance = 1e-4;

    private const string GoldenPack = "the golden pack's";

    /// <summary>Compares logits of whole sequences and of steps, attention, the tokens of greedy search, and texts.</summary>
    /// <param name="golden">The pack.</param>
    /// <param name="bundle">The bundle.</param>
    /// <param name="tolerance">How far logits may be from the pack's.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    internal static IEnumerable<CheckResult> Run(GoldenRows golden, BundleSide bundle, double tolerance, CancellationToken cancellationToken) =>
    [
        .. Graphs(golden, bundle, tolerance, cancellationToken),
        .. golden.ReadTexts.Count > 0 || golden.WrittenTexts.Count > 0 ? [Texts(golden, bundle)] : Array.Empty<CheckResult>(),
    ];

    private static IEnumerable<CheckResult> Graphs(GoldenRows golden, BundleSide bundle, double tolerance, CancellationToken cancellationToken)
    {
        var lengths = golden.Input.Steps(bundle.Description);
        yield return Compare("golden-score-logits", "golden logits, score.onnx", golden.Logits, bundle.Score(golden.Input, cancellationToken).Logits, lengths, tolerance);
        if (!bundle.Writes)
        {
            yield break;
        }

        yield return Compare("golden-step-logits", "golden logits, step.onnx", golden.Logits, bundle.Steps(golden.Input, cancellationToken), lengths, tolerance);
        if (golden.Attention is { } attention && bundle.Attends)
        {
            yield return Compare("golden-attention", "golden attention, step.onnx", attention, bundle.Attention(golden.Input, cancellationToken), lengths, tolerance, "weights");
        }

        if (golden.Greedy is { } greedy)
        {
            yield return Greedy("golden-greedy", "golden greedy tokens, step.onnx by the host", golden, greedy, bundle, false, cancellationToken);
            if (bundle.Model.Manifest.Graphs.ContainsKey(GraphNames.GenerateGreedy))
            {
                yield return Greedy("golden-in-graph-greedy", "golden greedy tokens, generate-greedy.onnx", golden, greedy, bundle, true, cancellationToken);
            }
        }
    }

    /// <summary>Texts to tokens and tokens to texts, by the vocabularies of the bundle.</summary>
    private static CheckResult Texts(GoldenRows golden, BundleSide bundle)
    {
        var check = new TokensCheck("golden-texts", "golden texts, source and target vocabulary");
        for (var row = 0; row < golden.ReadTexts.Count; row++)
        {
            int[] tokens = [.. golden.Prompts is { } prompts ? prompts.Row(row).Skip(1) : golden.Input.Source!.Row(row)];
            if (golden.ReadTexts[row].Length > 0)
            {
                check.Add([Nothing with { Tokens = tokens }], [Nothing with { Tokens = Read(bundle, golden.ReadTexts[row]) }], $"golden row {row}, its source", () => false);
            }
        }

        for (var row = 0; row < golden.WrittenTexts.Count; row++)
        {
            var written = bundle.Model.TargetVocabulary.Decode([.. golden.Greedy!.Row(row)]);
            check.Add([Nothing with { Text = golden.WrittenTexts[row] }], [Nothing with { Text = written }], $"golden row {row}, its greedy output", () => false);
        }

        return check.Result;
    }

    private static FoundTokens Nothing => new([], double.NaN, double.NaN);

    private static int[] Read(BundleSide bundle, string text)
    {
        try
        {
            return bundle.Model.SourceVocabulary.Encode(text);
        }
        catch (VocabularyException)
        {
            return []; // The vocabulary lacks a token that the trainer's had.
        }
    }

    private static CheckResult Compare(string name, string what, LogitsBlock golden, LogitsBlock actual, long[] lengths, double tolerance, string unit = "logits")
    {
        var check = new LogitsCheck(name, what, unit, GoldenPack);
        check.Add(golden, actual, lengths, row => $"golden row {row}");
        return check.Within(tolerance);
    }

    private static CheckResult Greedy(
        string name, string what, GoldenRows golden, TokenBatch greedy, BundleSide bundle, bool inGraph, CancellationToken cancellationToken)
    {
        var check = new TokensCheck(name, what);
        var inputs = golden.Prompts is { } prompts
            ? [.. Enumerable.Range(0, prompts.Rows).Select(row => (IReadOnlyList<int>)[.. prompts.Row(row).Skip(1)])]
            : ParityInputs.SearchInputs(golden.Input);
        var search = bundle.Model.DefaultSearch with { BeamSize = 1, HypothesisCount = 1, MaxLength = greedy.Ids.GetLength(1) };
        SearchFailure.Note([check], "golden row 0", () =>
        {
            var found = bundle.Model.GenerateTokensBatch(inputs, new GenerateOptions { Search = search, InGraph = inGraph }, cancellationToken);
            for (var row = 0; row < greedy.Rows; row++)
            {
                var expected = new FoundTokens(greedy.Row(row), double.NaN, double.NaN);
                check.Add([expected], [new(found[row].Best.Tokens, double.NaN, double.NaN)], $"golden row {row}", () => false);
            }
        });

        return check.Result;
    }
}
