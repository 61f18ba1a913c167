using System.Globalization;
using System.Text;
using Seq.Cli.Parity;

namespace Seq.Parity.Tests;

/// <summary>The matrix as a page of the documentation.</summary>
internal static class MatrixTable
{
    internal static string Of(IReadOnlyList<MatrixRow> rows)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            # Parity of {rows.Count} models drawn at random

            `./eng/parity-matrix.sh {rows.Count}` draws the models (kinds, cells, 1 to 3 layers, directions, attentions, poolings, output layers, sizes; weights uniform in ± s / √6 with s = 1, 2, 4),
            exports each with every graph, compares it with TorchSharp in every form of [parity.md](parity.md), and writes this page. The numbers are the same on every run of one machine.

            {rows.Count(row => row.Passed)} of {rows.Count} passed, {rows.Sum(row => row.Checks):N0} checks in all; {rows.Sum(row => row.Sequences):N0} sequences of searches compared, of which
            {rows.Sum(row => row.WithinRounding):N0} turned on less than float32 can tell.

            Errors are distances of logits from the same model in float64, relative to the largest logit of their step where that exceeds 1. A model is ill-conditioned when TorchSharp itself is further
            than 1e-5 away. The ratio is the bundle's error over TorchSharp's, of models where the latter is at least 1e-7. {rows.Count(IsShaken)} models passed only when TorchSharp's error was measured again with
            weights changed in their last bit, as [parity.md](parity.md) says.

            | Kind | Cell | Models | Passed | Ill-conditioned | Worst error of TorchSharp | Worst error of the bundle | Worst ratio |
            | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |

            """);
        foreach (var group in rows.GroupBy(row => (row.Kind, row.Cell)).OrderBy(group => group.Key.Kind, StringComparer.Ordinal).ThenBy(group => group.Key.Cell))
        {
            page.Append(CultureInfo.InvariantCulture, $"| {group.Key.Kind} | {group.Key.Cell} | {Cells(group)} |\n");
        }

        page.Append(CultureInfo.InvariantCulture, $"| all | | {Cells(rows)} |\n\n| Weights | Models | Passed | Ill-conditioned | Worst error of TorchSharp | Worst error of the bundle | Worst ratio |\n");
        page.Append("| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        foreach (var group in rows.GroupBy(row => row.Scale).OrderBy(group => group.Key))
        {
            page.Append(CultureInfo.InvariantCulture, $"| × {group.Key} | {Cells(group)} |\n");
        }

        foreach (var row in rows.Where(row => !row.Passed))
        {
            page.Append(CultureInfo.InvariantCulture, $"\nModel {row.Number} ({row.Kind}, {row.Cell}, weights × {row.Scale}) failed: {row.Failure}\n");
        }

        return page.ToString();
    }

    private static bool IsShaken(MatrixRow row) => row.Passed && row.BundleError > (LogitsCheck.RoundingFactor * row.TrainerError) + LogitsCheck.RoundingFloor;

    private static string Cells(IEnumerable<MatrixRow> rows)
    {
        var all = rows.ToList();
        var ratio = all.Where(row => row.TrainerError >= 1e-7).Select(row => row.BundleError / row.TrainerError).DefaultIfEmpty(0).Max();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{all.Count} | {all.Count(row => row.Passed)} | {all.Count(row => row.IllConditioned)} | {all.Max(row => row.TrainerError):0.0e+0} | {all.Max(row => row.BundleError):0.0e+0} | {ratio:0.0}");
    }
}
