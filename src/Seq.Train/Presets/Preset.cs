using Seq.Model;

namespace Seq.Train;

/// <summary>Settings that are known to work, under a name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Summary">What it trains, in a line.</param>
/// <param name="Settings">The settings.</param>
public sealed record Preset(string Name, string Summary, TrainingSettings Settings)
{
    /// <summary>All presets.</summary>
    public static IReadOnlyList<Preset> All { get; } =
    [
        DigitsPreset.Preset, DigitsAttentionPreset.Preset, DigitsBidirectionalPreset.Preset, EchoPreset.Preset, ToyLmPreset.Preset, BrownLmPreset.Preset, BrownBengioPreset.Preset, ImdbElmanPreset.Preset,
        ImdbLstmPreset.Preset, ImdbCnnLstmPreset.Preset, ImdbBilstmPreset.Preset, ImdbLmPreset.Preset, ImdbWordsLmPreset.Preset, MobyDickPreset.Preset, CharLmPreset.Preset, G2pPreset.Preset,
        Multi30kPreset.Preset, WikiText2LmPreset.Preset, TaggerPreset.Preset,
    ];

    /// <summary>Settings for data of one's own, one for each kind of model: <c>data.source</c> is still to be named.</summary>
    public static IReadOnlyList<Preset> ForOwnData => TaskPresets.All;

    /// <summary>Finds a preset, one for data of one's own included.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="SeqException">There is none of that name.</exception>
    public static Preset Find(string name) => All.Concat(ForOwnData).FirstOrDefault(preset => preset.Name == name)
        ?? throw new SeqException($"There is no preset '{name}'. The presets are {string.Join(", ", All.Select(preset => preset.Name))}; for data of your own {string.Join(", ", ForOwnData.Select(preset => preset.Name))}.");
}
