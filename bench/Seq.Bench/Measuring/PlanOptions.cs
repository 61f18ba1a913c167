using System.CommandLine;
using Seq.Bench.Decoding;

namespace Seq.Bench.Measuring;

/// <summary>The options that <c>decode</c> and <c>export</c> have in common.</summary>
internal sealed class PlanOptions
{
    private readonly Option<int> _rounds = new("--rounds") { Description = "Alternating rounds; medians are told.", DefaultValueFactory = _ => 5 };
    private readonly Option<double> _seconds = new("--seconds") { Description = "About how long each decode of a round takes.", DefaultValueFactory = _ => 0.06 };
    private readonly Option<string?> _only = new("--only") { Description = "Measures the cases that have this in their names, for example lm-lstm-512/greedy." };
    private readonly Option<bool> _missing = new("--missing") { Description = "Measures only cases that have no figures yet in runs/bench." };
    private readonly Option<bool> _write = new("--write") { Description = "Writes the figures, those of earlier runs too, into docs/benchmarks.md." };
    private readonly Option<string> _python = new("--python") { Description = "The Python that has torch.", DefaultValueFactory = _ => "/usr/bin/python3" };
    private readonly Option<string> _node = new("--node") { Description = "Node.", DefaultValueFactory = _ => "node" };

    internal Command AddTo(Command command, Func<BenchPlan, int> run)
    {
        foreach (var option in new Option[] { _rounds, _seconds, _only, _missing, _write, _python, _node })
        {
            command.Options.Add(option);
        }

        command.SetAction(result => run(new(
            result.GetValue(_rounds), result.GetValue(_seconds), result.GetValue(_only), result.GetValue(_missing), result.GetValue(_write),
            result.GetValue(_python)!, result.GetValue(_node)!)));
        return command;
    }
}
