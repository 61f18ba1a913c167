namespace Seq.Runtime;

/// <summary>A model that a host serves, and those who have it on lease: it is released when it serves no longer and the last lease is over.</summary>
internal sealed class ServedModel
{
    internal ServedModel(SeqModel model)
    {
        Model = model;
        Leases = new(nameof(SeqModelHost), model.Dispose);
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
}
