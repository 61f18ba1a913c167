using Seq.Tests;

namespace Seq.Cli.Tests;

/// <summary>A checkpoint that a short training left, and its bundle, made once per test class by the command itself.</summary>
public sealed class TrainedModel : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    internal string Run => _folder["run"];

    internal string Bundle => _folder["bundle"];

    /// <summary>A path of the test's own.</summary>
    internal string NewPath() => _folder[Guid.NewGuid().ToString("N")];

    public async Task InitializeAsync()
    {
        (await SeqProcess.Run(TinyTraining.Arguments(Run))).MustExitWith(0);
        Cli.Run("export", Run, "--out", Bundle, "--max-length", "16").MustExitWith(0);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();
}
