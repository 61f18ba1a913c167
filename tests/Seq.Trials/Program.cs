using Seq.Trials.Fuzzing;
using Seq.Trials.Hosts;
using Seq.Trials.Sizes;

namespace Seq.Trials;

internal static class Program
{
    private const string Usage = "Use one of: fuzz COUNT STATE [SEED [WORKERS]], fuzz-case INDEX FOLDER [SEED], big-model write|export|step FOLDER, browser FOLDER [COUNT].";

    private static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["fuzz", var count, var state, ..]:
                return await FuzzRun.RunAll(int.Parse(count), state, At(arguments, 3, 1), At(arguments, 4, 2)).ConfigureAwait(false);
            case ["fuzz-work", var seed, var bases, var scratch, .. var cases]:
                FuzzWorker.Run(int.Parse(seed), bases, scratch, [.. cases.Select(int.Parse)]);
                return 0;
            case ["fuzz-case", var index, var folder, ..]:
                return FuzzRun.Write(At(arguments, 3, 1), int.Parse(index), folder);
            case ["big-model", var stage, var folder]:
                return BigModel.RunStage(stage, folder);
            case ["browser", var folder, ..]:
                return await HostComparison.RunAll(folder, At(arguments, 2, 1000)).ConfigureAwait(false);
            default:
                await Console.Error.WriteLineAsync(Usage).ConfigureAwait(false);
                return 2;
        }
    }

    private static int At(string[] arguments, int place, int otherwise) => arguments.Length > place ? int.Parse(arguments[place]) : otherwise;
}
