using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Seq.Bench.Measuring;

namespace Seq.Bench.Decoding;

/// <summary>Measures a case: everyone decodes the same in turn, round after round.</summary>
/// <param name="rounds">How many rounds.</param>
/// <param name="seconds">About how long a decode shall take.</param>
internal sealed class DecodeMeasurement(int rounds, double seconds)
{
    private const int FewestSteps = 16;
    private const int MostSteps = 256;
    private const int TrialSteps = 12;
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(0.4);

    internal DecodeFigures Measure(DecodeCase decoding, RandomBundle bundle, OurDecoder ours, DecodePeers peers)
    {
        using var bare = new BareStep(bundle.Bundle, decoding.Rows);
        bare.Time(TrialSteps);
        var steps = Math.Clamp((int)(seconds / bare.Time(TrialSteps)), FewestSteps, MostSteps);
        var torch = decoding.LeastOverTorch is null ? null : new PeerRounds(peers.Torch, decoding.Search == DecodeSearch.Beam ? $"beam {DecodeCase.BeamSize}" : "greedy", decoding.Batch);
        var node = decoding.LeastOverNode is null ? null : new PeerRounds(peers.Node, "greedy", decoding.Batch);
        using var read = decoding is { LeastRoofline: not null, Model.TouchedBytes: { } touched } ? new ReadBandwidth(touched) : null;
        WarmUp(decoding, ours, steps, torch, node);

        var lists = new Dictionary<string, List<double>>();
        void Note(string name, double value) => (lists.TryGetValue(name, out var list) ? list : lists[name] = []).Add(value);
        double? Median(string name) => lists.TryGetValue(name, out var list) ? Statistics.Median(list) : null;
        for (var round = 0; round < rounds; round++)
        {
            var (call, tokens) = ours.Time(decoding.Search, decoding.Batch, steps);
            var observed = ours.Observe(decoding.Search, decoding.Batch, steps);
            double[] intervals = [.. observed.Intervals()];
            var (median, alone) = (Statistics.Median(intervals), bare.Time(steps));
            Note("call", call / steps);
            Note("median", median);
            Note("percentile", Statistics.Percentile(intervals, 0.95));
            Note("inside", observed.Inside());
            Note("bytes", observed.BytesPerStep);
            Note("bare", alone);
            Note("over bare", median / alone);
            if (read is not null)
            {
                Note("bandwidth", read.Measure());
            }

            if (decoding.MostOverGraph is not null)
            {
                Note("over graph", call / ours.Time(decoding.Search, decoding.Batch, steps, inGraph: true).Seconds);
            }

            torch?.Run(steps, call, tokens);
            node?.Run(steps, call, tokens);
        }

        return new()
        {
            Steps = steps,
            Call = Median("call")!.Value,
            Median = Median("median")!.Value,
            Percentile95 = Median("percentile")!.Value,
            Inside = Median("inside")!.Value,
            Bare = Median("bare")!.Value,
            OverBare = Median("over bare")!.Value,
            Bytes = Median("bytes")!.Value,
            Roofline = read is null ? null : decoding.Model.TouchedBytes!.Value / lists["bandwidth"].Max() / Median("median")!.Value,
            OverGraph = Median("over graph"),
            Torch = torch?.Figures(),
            Node = node?.Figures(),
        };
    }

    private static void WarmUp(DecodeCase decoding, OurDecoder ours, int steps, PeerRounds? torch, PeerRounds? node)
    {
        // Until the compiler has optimised what runs often, and the caches hold what is read often.
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < WarmUpTime;)
        {
            ours.Observe(decoding.Search, decoding.Batch, steps);
            ours.Time(decoding.Search, decoding.Batch, TrialSteps);
        }

        if (decoding.MostOverGraph is not null)
        {
            ours.Time(decoding.Search, decoding.Batch, TrialSteps, inGraph: true);
        }

        torch?.WarmUp(TrialSteps);
        node?.WarmUp(TrialSteps);
    }

    /// <summary>The rounds of a peer; nothing where it is not installed.</summary>
    private sealed class PeerRounds(Peer? peer, string search, int batch)
    {
        private readonly List<double> _times = [];
        private JsonElement _last;
        private double _equal;

        internal void WarmUp(int steps) => Ask(steps);

        internal void Run(int steps, double ours, int[][] tokens)
        {
            if (Ask(steps) is { } answer)
            {
                _times.Add(answer.GetProperty("seconds").GetDouble() / ours);
                _last = answer;
                _equal = DecodePeers.EqualTokens(answer, tokens);
            }
        }

        internal PeerFigures? Figures() => _times.Count == 0
            ? null
            : new(Statistics.Median(_times), _last.TryGetProperty("form", out var form) ? form.GetString()! : "", _equal);

        private JsonElement? Ask(int steps) => peer?.Ask(string.Create(CultureInfo.InvariantCulture, $"{search} {batch} {steps}"));
    }
}
