using System.CommandLine;

namespace Seq.Bench.Training;

/// <summary><c>./seq bench train</c>.</summary>
internal static class TrainBenchCommand
{
    internal static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "Alternating rounds; the median is told.", DefaultValueFactory = _ => 5 };
        var threads = new Option<int>("--threads") { Description = "Threads of libtorch, ours and the peer's.", DefaultValueFactory = _ => 1 };
        var only = new Option<string?>("--model") { Description = "One of brown-lm, imdb-lstm, seq2seq; all by default." };
        var python = new Option<string>("--python") { Description = "The Python that has torch.", DefaultValueFactory = _ => "/usr/bin/python3" };
        var command = new Command("train", "One training step of three models beside the same step in PyTorch, on the same libtorch, BLAS, threads, weights and batches.")
        {
            rounds, threads, only, python,
        };
        command.SetAction(result => new TrainBench(
            result.GetValue(rounds), result.GetValue(threads), result.GetValue(python)!).Run(result.GetValue(only), Console.Out));
        return command;
    }
}
