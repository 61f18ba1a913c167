using System.Globalization;
using Seq.Tests;

namespace Seq.Cli.Tests;

/// <summary>Test classes that share the one trained model.</summary>
[CollectionDefinition(Name)]
public sealed class TrainedModelTests : ICollectionFixture<TrainedModel>
{
    internal const string Name = "trained model";
}

/// <summary>A checkpoint that a short training left, and its bundle, made once by the command itself.</summary>
public sealed class TrainedModel : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    internal const int MaxLength = 16;

    internal string Run => _folder["run"];

    internal string Bundle => _folder["bundle"];

    /// <summary>A path of the test's own.</summary>
    internal string NewPath() => _folder[Guid.NewGuid().ToString("N")];

    public async Task InitializeAsync()
    {
        (await SeqProcess.Run(TinyTraining.Arguments(Run, "--set", "data.min_digits=5", "--set", "data.max_digits=10"))).MustExitWith(0);
        Cli.Run("export", Run, "--out", Bundle, "--max-length", MaxLength.ToString(CultureInfo.InvariantCulture)).MustExitWith(0);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();
}
