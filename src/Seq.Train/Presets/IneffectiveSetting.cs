namespace Seq.Train;

/// <summary>A setting that does nothing beside the others.</summary>
/// <param name="Key">Its key.</param>
/// <param name="What">Where it would do something: a sentence that begins with its name, without its full stop.</param>
/// <param name="Cure">What to do.</param>
internal sealed record IneffectiveSetting(string Key, string What, string Cure)
{
    /// <summary>What a user reads who gave the setting.</summary>
    internal string Problem => $"{What}; {Cure}.";

    /// <summary>What a user reads whose preset gave it.</summary>
    internal string Dropped(string value) => $"{What}; the preset's {value} is dropped.";
}
