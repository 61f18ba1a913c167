using System.Diagnostics;
using System.Globalization;
using System.Text;
using Seq.Bench.Decoding;
using Seq.Bench.Measuring;
using Seq.Model;

namespace Seq.Bench.Exporting;

/// <summary><c>./seq bench export</c>: searches inside a graph beside those of the host, in C# and in Node; scoring beside the rate of a product of matrices.</summary>
internal sealed class ExportBench(BenchPlan plan)
{
    private const string Part = "export";
    private const int FewestSteps = 16;
    private const int MostSteps = 256;

    private readonly ResultFile<SearchFigures> _searches = new(BenchPlan.ResultsPath("export"));
    private readonly ResultFile<ScoreFigures> _scores = new(BenchPlan.ResultsPath("score"));

    internal int Run(TextWriter output)
    {
        DecodeCase[] searches = [.. DecodeModel.All.SelectMany(DecodeCase.Of).Where(decoding => decoding.Search != DecodeSearch.TopK)];
        (DecodeModel Model, int Batch, string Name)[] scores =
        [
            .. from model in DecodeModel.All
               where model.Description is LanguageModelDescription
               from batch in new[] { 1, 8, DecodeCase.LargestBatch }
               select (model, batch, $"{model.Name}/score/{batch}"),
        ];
        var clock = Stopwatch.StartNew();
        foreach (var model in DecodeModel.All)
        {
            DecodeCase[] chosen = [.. searches.Where(search => search.Model == model && plan.Includes(search.Name, _searches[search.Name] is not null))];
            var scored = scores.Where(score => score.Model == model && plan.Includes(score.Name, _scores[score.Name] is not null)).ToArray();
            if (chosen.Length + scored.Length == 0)
            {
                continue;
            }

            using var bundle = new RandomBundle(model);
            using var ours = new OurDecoder(bundle);
            using var node = DecodePeers.StartNode(bundle.Folder, plan.Node);
            foreach (var search in chosen)
            {
                Console.Error.WriteLine($"{clock.Elapsed:mm\\:ss} {search.Name}");
                _searches.Put(search.Name, Measure(search, bundle, ours, search.Search == DecodeSearch.Greedy ? node : null));
            }

            foreach (var (_, batch, name) in scored)
            {
                Console.Error.WriteLine($"{clock.Elapsed:mm\\:ss} {name}");
                _scores.Put(name, Score(bundle.Bundle, batch));
            }
        }

        var report = Report(searches, scores.Select(score => (score.Name, score.Model.Hidden, score.Batch)));
        output.Write(report);
        if (plan.Write)
        {
            BenchPage.Write(Part, report);
        }

        return 0;
    }

    private SearchFigures Measure(DecodeCase search, RandomBundle bundle, OurDecoder ours, Peer? node)
    {
        int steps;
        using (var bare = new BareStep(bundle.Bundle, search.Rows))
        {
            bare.Time(FewestSteps);
            steps = Math.Clamp((int)(plan.Seconds / bare.Time(FewestSteps)), FewestSteps, MostSteps);
        }

        double Ask(string command, int count) =>
            node!.Ask(string.Create(CultureInfo.InvariantCulture, $"{command} {search.Batch} {count}")).GetProperty("seconds").GetDouble();
        double Ours(bool inGraph, int count) => ours.Time(search.Search, search.Batch, count, inGraph).Seconds;
        for (var i = 0; i < 3; i++)
        {
            Ours(inGraph: false, steps);
            Ours(inGraph: true, FewestSteps);
        }

        if (node is not null)
        {
            Ask("greedy", FewestSteps);
            Ask("in-graph", FewestSteps);
        }

        List<double> seconds = [], overHost = [], loopOverGraph = [];
        for (var round = 0; round < plan.Rounds; round++)
        {
            var (host, graph) = (Ours(inGraph: false, steps), Ours(inGraph: true, steps));
            seconds.Add(graph / steps);
            overHost.Add(graph / host);
            if (node is not null)
            {
                loopOverGraph.Add(Ask("greedy", steps) / Ask("in-graph", steps));
            }
        }

        return new(Statistics.Median(seconds), Statistics.Median(overHost), node is null ? null : Statistics.Median(loopOverGraph));
    }

    private ScoreFigures Score(Bundle bundle, int batch)
    {
        using var score = new ScoreRun(bundle, batch);
        using var product = new MatrixProduct();
        score.Measure();
        product.Measure();
        List<double> rates = [], shares = [];
        for (var round = 0; round < plan.Rounds; round++)
        {
            var rate = score.Measure();
            rates.Add(rate);
            shares.Add(rate / product.Measure());
        }

        return new(Statistics.Median(rates), Statistics.Median(shares));
    }

    private string Report(IEnumerable<DecodeCase> searches, IEnumerable<(string Name, int Hidden, int Batch)> scores)
    {
        var table = new MarkdownTable("model/search/batch", "in the graph, us a step", "graph / host in C#", "in Node, loop / graph");
        foreach (var search in searches)
        {
            if (_searches[search.Name] is { } figures)
            {
                table.Add(
                    search.Name, (figures.Seconds * 1e6).ToString("N0", CultureInfo.InvariantCulture),
                    DecodeReport.Held(figures.OverHost, search.Search == DecodeSearch.Greedy ? 1.1 : null, atMost: true),
                    DecodeReport.Held(figures.NodeLoopOverGraph, (search.Model.Hidden, search.Batch) == (128, 1) ? 1.5 : null, atMost: false));
            }
        }

        var rates = new MarkdownTable($"model/score/batch, {ScoreRun.Time} tokens", "GFLOP/s", "of a product of matrices");
        foreach (var (name, hidden, batch) in scores)
        {
            if (_scores[name] is { } figures)
            {
                rates.Add(name, DecodeReport.Giga(figures.Rate), DecodeReport.Held(figures.OverGemm, (hidden, batch) == (512, 32) ? 0.6 : null, atMost: false));
            }
        }

        return new StringBuilder("Whole searches inside a graph.\n\n").Append(table).Append("\nWhole texts scored by one run of the graph `score`.\n\n").Append(rates).ToString();
    }
}
