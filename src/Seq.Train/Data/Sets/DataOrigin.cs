namespace Seq.Train;

/// <summary>Where a file of a set is fetched from.</summary>
public abstract record DataOrigin
{
    private protected DataOrigin()
    {
    }

    /// <summary>What a reader of a table sees: an address or the name of a package.</summary>
    public abstract string Text { get; }

    /// <summary>A file on the web.</summary>
    /// <param name="Address">Its address.</param>
    public sealed record Download(Uri Address) : DataOrigin
    {
        /// <inheritdoc/>
        public override string Text => Address.ToString();

        /// <summary>Makes the content out of what was fetched.</summary>
        internal Conversion Convert { get; init; } = Conversions.None;
    }

    /// <summary>A package of npm, kept as it is packed.</summary>
    /// <param name="Name">The package.</param>
    /// <param name="Version">Its version.</param>
    public sealed record NpmPackage(string Name, string Version) : DataOrigin
    {
        /// <inheritdoc/>
        public override string Text => $"npm {Name}@{Version}";
    }
}
