using System.Diagnostics;
using System.Text.Json.Nodes;
using Seq.Runtime;

namespace Seq.Trials.Hosts;

/// <summary>Greedy, beam and sampled decodes in the graph on hosts without Seq, compared with Seq.Decoding over the step graph.</summary>
internal sealed class HostComparison : IDisposable
{
    private readonly string _bundle;
    private readonly int _batches;
    private readonly SeqModel _model;
    private readonly Dictionary<string, List<(long[] Tokens, double Score)[]>> _expected;

    internal HostComparison(string folder, int inputs)
    {
        _batches = (inputs + SearchRuns.BatchSize - 1) / SearchRuns.BatchSize;
        _bundle = SearchRuns.Export(folder);
        _model = SeqModel.Open(_bundle);
        _expected = SearchRuns.Graphs.ToDictionary(graph => graph, graph => Decode(graph, inGraph: false), StringComparer.Ordinal);
    }

    /// <summary>Compares all hosts and prints the table.</summary>
    /// <returns>0 when they agree.</returns>
    internal static async Task<int> RunAll(string folder, int inputs)
    {
        using var comparison = new HostComparison(folder, inputs);
        Console.WriteLine(Agreement.Header);
        var agreements = new List<Agreement>();
        await foreach (var agreement in comparison.All().ConfigureAwait(false))
        {
            Console.WriteLine(agreement.ToRow());
            agreements.Add(agreement);
        }

        return agreements.TrueForAll(agreement => agreement.Holds) ? 0 : 1;
    }

    /// <summary>ONNX Runtime from C#.</summary>
    internal IEnumerable<Agreement> InProcess()
    {
        foreach (var graph in SearchRuns.Graphs)
        {
            var started = Stopwatch.GetTimestamp();
            var found = Decode(graph, inGraph: true);
            yield return Agreement.Of("ONNX Runtime from C#", graph, Stopwatch.GetElapsedTime(started).TotalSeconds, _expected[graph], found);
        }
    }

    /// <summary>onnxruntime-node.</summary>
    internal async Task<IReadOnlyList<Agreement>> Node() => Compare("onnxruntime-node", await JavaScriptHosts.Node(_bundle, Runs()).ConfigureAwait(false));

    public void Dispose() => _model.Dispose();

    private async IAsyncEnumerable<Agreement> All()
    {
        foreach (var agreement in InProcess().Concat(await Node().ConfigureAwait(false)))
        {
            yield return agreement;
        }

        foreach (var agreement in Compare("onnxruntime-web in Chromium", await JavaScriptHosts.Chromium(_bundle, Runs()).ConfigureAwait(false)))
        {
            yield return agreement;
        }
    }

    private JsonObject Runs() => new(SearchRuns.Graphs.Select(graph =>
        KeyValuePair.Create(graph, (JsonNode?)new JsonArray([.. Enumerable.Range(0, _batches).Select(batch => SearchRuns.Inputs(graph, batch))]))));

    private List<Agreement> Compare(string host, Dictionary<string, HostResult> results) =>
    [
        .. SearchRuns.Graphs.Select(graph => Agreement.Of(
            host, graph, results[graph].Seconds, _expected[graph], [.. results[graph].Outputs.SelectMany(output => output.Inputs())])),
    ];

    private List<(long[] Tokens, double Score)[]> Decode(string graph, bool inGraph) =>
    [
        .. Enumerable.Range(0, _batches)
            .SelectMany(batch => _model.GenerateTokensBatch(SearchRuns.Sources(batch), SearchRuns.Options(_model, graph, batch, inGraph)))
            .Select(generation => generation.Hypotheses.Select(found => (found.Tokens.Select(token => (long)token).ToArray(), found.Score)).ToArray()),
    ];
}
