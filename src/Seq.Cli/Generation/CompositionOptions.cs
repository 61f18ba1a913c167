using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Seq.Cli.CommandLine;
using Seq.Decoding.Composition;
using Seq.Runtime;

namespace Seq.Cli.Generation;

/// <summary>Options that put other models beside a bundle.</summary>
internal sealed class CompositionOptions() : OptionGroup("Several models")
{
    private readonly Option<string[]> _ensemble = new("--ensemble")
    {
        HelpName = "BUNDLE",
        Description = "Another bundle with the same vocabularies, whose predictions are averaged with the model's at every step; may be given many times.",
    };

    private readonly Option<float[]> _weights = new("--ensemble-weights")
    {
        HelpName = "N,N,…",
        Description = "With --ensemble: how much each model counts, that of BUNDLE first. Default: all alike.",
        CustomParser = Weights,
    };

    private readonly Option<string> _average = ChoiceOption.Create(
        "--ensemble-average", "With --ensemble: what is averaged, probabilities or their logarithms.", "probability", "log-probability");

    private readonly Option<(string Bundle, float Weight)?> _fuse = new("--fuse")
    {
        HelpName = "BUNDLE=WEIGHT",
        Description = "A language model over the target vocabulary, whose log-probabilities are added, times the weight, at every step (shallow fusion).",
        CustomParser = Fused,
    };

    internal override IReadOnlyList<Option> Options => [_ensemble, _weights, _average, _fuse];

    internal IEnumerable<string> FindProblems(ParseResult parse)
    {
        var bundles = parse.GetValue(_ensemble) ?? [];
        var problems = FindWithout(parse, bundles.Length > 0, _ensemble.Name, _weights, _average);
        return bundles.Length > 0 && parse.GetValue(_weights) is { Length: > 0 } weights && weights.Length != bundles.Length + 1
            ? [.. problems, $"{_weights.Name} has {weights.Length} numbers for {bundles.Length + 1} models; give one each, that of BUNDLE first."]
            : problems;
    }

    /// <summary>Opens the other models.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="open">Opens a bundle.</param>
    /// <param name="opened">Gets every model that is opened, to be disposed.</param>
    /// <returns>Null when no other model is asked for.</returns>
    internal ModelComposition? Open(ParseResult parse, Func<string, SeqModel> open, List<SeqModel> opened)
    {
        foreach (var bundle in parse.GetValue(_ensemble) ?? [])
        {
            opened.Add(open(bundle));
        }

        var composition = new ModelComposition
        {
            Ensemble = [.. opened],
            Weights = parse.GetValue(_weights) is { Length: > 0 } weights ? weights : null, // Absent, an array is empty.
            Average = parse.GetValue(_average) == "probability" ? EnsembleAverage.Probability : EnsembleAverage.LogProbability,
        };
        if (parse.GetValue(_fuse) is { } fused)
        {
            opened.Add(open(fused.Bundle));
            composition = composition with { LanguageModel = opened[^1], LanguageModelWeight = fused.Weight };
        }

        return opened.Count > 0 ? composition : null;
    }

    private static float[] Weights(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var weights = text.Split(',').Select(Positive).ToList();
        if (weights.Contains(null))
        {
            result.AddError($"--ensemble-weights is '{text}'; it takes numbers above 0 with commas between them, such as 2,1.");
            return [];
        }

        return [.. weights.Select(weight => weight!.Value)];
    }

    private static (string Bundle, float Weight)? Fused(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var at = text.LastIndexOf('='); // A path may hold the sign too.
        if (at > 0 && Positive(text[(at + 1)..]) is { } weight)
        {
            return (text[..at], weight);
        }

        result.AddError($"--fuse is '{text}'; it takes a bundle and a weight above 0, such as models/lm=0.3.");
        return null;
    }

    private static float? Positive(string text) =>
        float.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value) && value > 0 ? value : null;
}
