using Microsoft.Extensions.Logging;

namespace Seq.Runtime;

/// <summary>A model that a host serves, and those who have it on lease: it is released when it serves no longer and the last lease is over.</summary>
internal sealed partial class ServedModel
{
    internal ServedModel(SeqModel model)
    {
        Model = model;
        Leases = new(nameof(SeqModelHost), model.Dispose, ReportOpen, model.Options.TimeProvider);
    }

    internal SeqModel Model { get; }

    internal ModelLifetime Leases { get; }

    /// <summary>Gives out no further lease, and ends when the model is released.</summary>
    internal async Task DrainAsync()
    {
        Leases.Close();
        await Leases.Released.ConfigureAwait(false);
        await Model.DisposeAsync().ConfigureAwait(false);
    }

    private void ReportOpen(string uses)
    {
        if (Model.Options.Logger is { } logger)
        {
            LogStillOpen(logger, Model.Name, Model.BundlePath, uses);
        }
    }

    [LoggerMessage(EventId = 12, Level = LogLevel.Warning, Message = "Model '{Model}' of {Bundle} serves no longer but cannot be released: {Uses} still open. Dispose leases")]
    private static partial void LogStillOpen(ILogger logger, string model, string bundle, string uses);
}
