using System.CommandLine;
using Seq.Bench.Decoding;
using Seq.Bench.Exporting;
using Seq.Bench.Measuring;
using Seq.Bench.Training;

var root = new RootCommand("Measures Seq beside its peers and the machine's limits. Every figure is a ratio within one run.");
root.Subcommands.Add(TrainBenchCommand.Create());
root.Subcommands.Add(new PlanOptions().AddTo(
    new("decode", "Steps of greedy search, sampling and beam search beside the machine's limits, a bare session, PyTorch and onnxruntime-node, on one thread each."),
    plan => new DecodeBench(plan).Run(Console.Out)));
root.Subcommands.Add(new PlanOptions().AddTo(
    new("export", "Searches inside a graph beside those of the host, in C# and in Node; scoring of whole texts beside the rate of a product of matrices."),
    plan => new ExportBench(plan).Run(Console.Out)));
return await root.Parse(args).InvokeAsync();
