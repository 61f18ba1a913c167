using System.Globalization;
using System.Text;
using Seq.Bench.Measuring;

namespace Seq.Bench.Decoding;

/// <summary>The figures as Markdown.</summary>
internal static class DecodeReport
{
    internal static string Text(IReadOnlyList<DecodeCase> cases, ResultFile<DecodeFigures> results, MachineFigures? machine)
    {
        var text = new StringBuilder();
        if (machine is not null)
        {
            AddLimits(text, machine);
        }

        (DecodeCase Case, DecodeFigures Figures)[] measured =
            [.. cases.Where(decoding => results[decoding.Name] is not null).Select(decoding => (decoding, results[decoding.Name]!))];
        text.Append("Steps, in microseconds; one step is one token for every row.\n\n").Append(Steps(measured)).Append('\n');
        text.Append("How many times as fast as each peer a whole call is.\n\n").Append(Peers(measured)).Append('\n');
        return text.ToString();
    }

    internal static void AddLimits(StringBuilder text, MachineFigures machine)
    {
        text.Append(machine.Machine).Append(".\n\n");
        var table = new MarkdownTable("limit of one core", "measured");
        table.Add($"product of matrices {MatrixProduct.Size} x {MatrixProduct.Size}, ONNX Runtime", Giga(machine.Gemm) + " GFLOP/s");
        if (machine.TorchGemm is { } torch)
        {
            table.Add("the same, PyTorch", Giga(torch) + " GFLOP/s");
        }

        foreach (var (size, rate) in machine.Bandwidth.OrderBy(pair => pair.Key))
        {
            table.Add(string.Create(CultureInfo.InvariantCulture, $"reading {size / 1048576.0:0.#} MiB over and over"), Giga(rate) + " GB/s");
        }

        text.Append(table).Append('\n');
    }

    /// <summary>A figure with the bar it has to keep: <c>1.05 (≤ 1.10)</c>, and <c>missed</c> where it does not.</summary>
    internal static string Held(double? figure, double? bar, bool atMost) => (figure, bar) switch
    {
        (null, _) => "-",
        ({ } value, null) => Number(value),
        ({ } value, { } limit) => $"{Number(value)} ({(atMost ? "≤" : "≥")} {Number(limit)}{((atMost ? value <= limit : value >= limit) ? "" : ", missed")})",
    };

    internal static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    internal static string Giga(double rate) => (rate / 1e9).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Steps(IEnumerable<(DecodeCase Case, DecodeFigures Figures)> measured)
    {
        var table = new MarkdownTable("model/search/batch", "p50", "p95", "in the graph", "bare run", "p50 / bare", "of the bandwidth", "call / in-graph beam", "managed bytes");
        foreach (var (decoding, figures) in measured)
        {
            table.Add(
                decoding.Name, Micro(figures.Median), Micro(figures.Percentile95), Micro(figures.Inside), Micro(figures.Bare),
                Held(figures.OverBare, decoding.MostOverBare, atMost: true), Held(figures.Roofline, decoding.LeastRoofline, atMost: false),
                Held(figures.OverGraph, decoding.MostOverGraph, atMost: true), figures.Bytes.ToString("0.##", CultureInfo.InvariantCulture));
        }

        return table.ToString();
    }

    private static string Peers(IEnumerable<(DecodeCase Case, DecodeFigures Figures)> measured)
    {
        var table = new MarkdownTable("model/search/batch", "tokens a second", "PyTorch", "a bare run", "its fastest form", "its tokens equal", "onnxruntime-node loop", "its tokens equal");
        foreach (var (decoding, figures) in measured.Where(pair => pair.Figures.Torch is not null || pair.Figures.Node is not null))
        {
            table.Add(
                decoding.Name, (decoding.Batch / figures.Call).ToString("N0", CultureInfo.InvariantCulture),
                Held(figures.Torch?.Times, decoding.LeastOverTorch, atMost: false), Held(figures.Torch?.Times * figures.OverBare, null, atMost: false), figures.Torch?.Form ?? "-", Share(figures.Torch),
                Held(figures.Node?.Times, decoding.LeastOverNode, atMost: false), Share(figures.Node));
        }

        return table.ToString();
    }

    private static string Micro(double seconds) => (seconds * 1e6).ToString(seconds < 1e-4 ? "0.0" : "N0", CultureInfo.InvariantCulture);

    private static string Share(PeerFigures? peer) => peer is null ? "-" : peer.EqualTokens.ToString("P0", CultureInfo.InvariantCulture);
}
