using System.Text.RegularExpressions;
using Seq.Decoding;
using Seq.Decoding.Processors;
using Seq.Export;
using Seq.Model;
using Seq.Tests;

namespace Seq.Runtime.Tests;

/// <summary>A regular expression from a bundle to its outputs.</summary>
public sealed class PatternTests(Bundles bundles) : IClassFixture<Bundles>
{
    private const int Samples = 30;
    private static readonly string[] Special = ["<s>", "</s>"];

    public static TheoryData<string, string> Cases => new()
    {
        { "words", "t2( t[3-5])+ t6" },
        { "characters", "(ab|c)+ ?b" },
        { "byte pairs", "(ab|c) (abc )?cab" },
        { "punctuation", @"a, b \((a|b)\)\.?" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_sample_that_ends_by_itself_matches(string kind, string pattern)
    {
        using var model = SeqModel.Open(Export(Of(kind)));
        var search = model.DefaultSearch with
        {
            Processors = [new PatternConstraint(model.CompilePattern(pattern), model.DefaultSearch.EndTokens)],
            Sampling = new() { Temperature = 2f, Seed = 5 },
            HypothesisCount = Samples,
        };

        var free = model.Generate("", new() { Search = search with { Processors = [] } }).Hypotheses;
        var found = model.Generate("", new() { Search = search }).Hypotheses;

        Assert.Contains(free, sequence => !Regex.IsMatch(sequence.Text, $@"^(?:{pattern})\z"));
        var ended = found.Where(sequence => sequence.FinishReason is FinishReason.EndToken or FinishReason.Constraint).ToList();
        Assert.NotEmpty(ended);
        Assert.All(ended, sequence => Assert.Matches($@"^(?:{pattern})\z", sequence.Text));
    }

    [Fact]
    public void A_pattern_that_no_output_matches_is_refused_and_so_is_a_model_without_outputs()
    {
        using var model = SeqModel.Open(Export(Of("words")));
        using var classifier = SeqModel.Open(bundles.Export(
            new ClassifierDescription { Vocabulary = 5, Embedding = 4, Layers = new() { Cell = CellKind.Gru, Hidden = 8 }, Classes = 3 }, seed: 50));

        Assert.Contains("No sequence of tokens", Assert.Throws<ArgumentException>(() => model.CompilePattern(" t2")).Message, StringComparison.Ordinal);
        Assert.Throws<ModelKindException>(() => classifier.CompilePattern("t2"));
    }

    private static Vocabulary Of(string kind)
    {
        var special = new SpecialTokens { Start = 0, End = 1 };
        return kind switch
        {
            "words" => new(TokenUnit.Words, [.. Special, "t2", "t3", "t4", "t5", "t6"], special),
            "characters" => new(TokenUnit.Characters, [.. Special, "a", "b", "c", " "], special),
            "byte pairs" => new(TokenUnit.BytePairs, [.. Special, "a", "b", "c", "a</w>", "b</w>", "c</w>", "ab", "ab</w>"], special, new() { Merges = ["a b", "a b</w>"] }),
            _ => new(TokenUnit.Words, [.. Special, "a", "b", ",", ".", "(", ")"], special, new() { Split = WordSplit.Punctuation }),
        };
    }

    private string Export(Vocabulary vocabulary)
    {
        var description = Bundles.DescribeLanguageModel() with { Vocabulary = vocabulary.Count };
        var path = bundles.NewPath();
        BundleExporter.Export(RandomCheckpoint.Write(bundles.NewPath(), description, seed: 51, target: vocabulary), path, new() { MaxLength = Bundles.MaxLength });
        return path;
    }
}
