using System.CommandLine;
using Seq.Bench.Training;

var root = new RootCommand("Measures Seq beside its peers and the machine's limits. Every figure is a ratio within one run.");
root.Subcommands.Add(TrainBenchCommand.Create());
return await root.Parse(args).InvokeAsync();
