using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Seq.Decoding;
using Seq.Decoding.Composition;
using Seq.Decoding.Processors;
using Seq.Export;
using Seq.Model;
using Seq.Runtime;
using Seq.Tests;

namespace Seq.Cli.Tests;

/// <summary>Every option of <c>seq generate</c> reaches the search, or is refused by its name.</summary>
public sealed class SearchOptionTests(SearchOptionTests.TwoModels models) : IClassFixture<SearchOptionTests.TwoModels>
{
    private const string Sample = "--sample --temperature 2 --seed 3";
    private const string Beam = "--beam 4 --n-best 2";

    /// <summary>Many short hypotheses end, but longer ones are worth more: when the beam stops makes a difference.</summary>
    private const string Growing = Beam + " --bias t0=5 --length-penalty 1.5";

    /// <summary>The options, those that the search has without them, and what they are to the library.</summary>
    private static readonly Dictionary<string, (string Without, Func<SeqModel, SearchOptions, GenerateOptions> Library)> Options = new(StringComparer.Ordinal)
    {
        ["--temperature 5"] = ("--sample --seed 3", Draw(sampling => sampling with { Temperature = 5f })),
        ["--top-k 2"] = (Sample, Draw(sampling => sampling with { TopK = 2 })),
        ["--top-p 0.4"] = (Sample, Draw(sampling => sampling with { TopP = 0.4f })),
        ["--min-p 0.5"] = (Sample, Draw(sampling => sampling with { MinP = 0.5f })),
        ["--typical 0.3"] = (Sample, Draw(sampling => sampling with { TypicalP = 0.3f })),
        ["--epsilon 0.2"] = (Sample, Draw(sampling => sampling with { Epsilon = 0.2f })),
        ["--eta 0.3"] = (Sample, Draw(sampling => sampling with { Eta = 0.3f })),
        ["--mirostat 0.5"] = (Sample, Draw(sampling => sampling with { Mirostat = new() { TargetSurprise = 0.5f } })),
        ["--mirostat 0.5,2"] = (Sample, Draw(sampling => sampling with { Mirostat = new() { TargetSurprise = 0.5f, LearningRate = 2f } })),
        ["--repetition-penalty 5"] = ("", Rule(_ => new RepetitionPenalty(5f))),
        ["--presence-penalty 2"] = ("", Rule(_ => new PresencePenalty(2f))),
        ["--frequency-penalty 2"] = ("", Rule(_ => new FrequencyPenalty(2f))),
        ["--no-repeat-ngram 1"] = ("", Rule(_ => new NoRepeatNGram(1))),
        ["--suppress t3 --suppress t2"] = ("", Rule(_ => new SuppressTokens([3, 2]))),
        ["--suppress-text t3_t2 --suppress-text t1"] = ("", Rule(_ => new SuppressSequences([[3, 2], [1]]))),
        ["--bias t3=3.5 --bias t1=-1"] = ("", Rule(_ => new TokenBias(new Dictionary<int, float> { [3] = 3.5f, [1] = -1f }))),
        ["--prefix t4_t5"] = ("", Rule(_ => new ForcedPrefix([4, 5]))),
        ["--must-contain t1_t2 --must-contain t5"] = ("", Rule(search => new MustContain([[1, 2], [5]], search.EndTokens, search.MaxLength, 2f))),
        ["--must-contain-in-order"] = ("--must-contain t5 --must-contain t1", Rule(search => new MustContain([[5], [1]], search.EndTokens, search.MaxLength, 2f, ordered: true))),
        ["--soft-prefix t4_t5"] = ("", Rule(_ => new SoftPrefix([4, 5], 0.5f))),
        ["--soft-prefix-share 0.95"] = ("--soft-prefix t4_t5", Rule(_ => new SoftPrefix([4, 5], 0.95f))),
        ["--n-best 3 --alternatives-at 1"] = ("", (_, search) => new() { Search = search with { HypothesisCount = 3, AlternativesAt = 1 } }),
        ["--must-contain-bias 0"] = ("--must-contain t1_t2", Rule(search => new MustContain([[1, 2]], search.EndTokens, search.MaxLength))),
        ["--pattern (t1|t2)(_t[1-3])*"] = ("", (model, search) => new()
        {
            Search = search with { Processors = [new PatternConstraint(model.CompilePattern("(t1|t2)( t[1-3])*"), search.EndTokens)] },
        }),
        ["--max-length 3"] = ("", (_, search) => new() { Search = search with { MaxLength = 3 } }),
        ["--min-length 9"] = ("", (_, search) => new() { Search = search with { MinLength = 9 } }),
        ["--max-length-ratio 0.7"] = ("", (_, search) => new() { Search = search with { MaxLengthRatio = 0.7 } }),
        ["--min-length-ratio 1.5"] = ("", (_, search) => new() { Search = search with { MinLengthRatio = 1.5 } }),
        ["--stop t3 --stop 2_t1"] = ("", (_, search) => new() { Search = search, StopTexts = ["t3", "2 t1"] }),
        ["--length-penalty average"] = (Beam, Wide(search => search with { LengthPenalty = LengthPenalty.Average })),
        ["--coverage-penalty 3"] = (Beam, Wide(search => search with { CoveragePenalty = CoveragePenalty.Wu(3) })),
        ["--early-stopping true"] = (Growing, Grow(search => search with { EarlyStopping = EarlyStopping.WhenBeamFull })),
        ["--early-stopping false"] = (Growing, Grow(search => search with { EarlyStopping = EarlyStopping.Heuristic })),
        ["--patience 0.5"] = (Growing + " --early-stopping true", Grow(search => search with { EarlyStopping = EarlyStopping.WhenBeamFull, Patience = 0.5 })),
        ["--groups 2 --diversity 1.5"] = (Beam, Wide(search => search with { BeamGroups = 2, DiversityPenalty = 1.5 })),
        ["--stochastic-beam"] = (Beam, Wide(search => search with { StochasticBeam = new() })),
        ["--seed 9"] = (Beam + " --stochastic-beam", Wide(search => search with { StochasticBeam = new() { Seed = 9 } })),
    };

    public static TheoryData<string> Given => [.. Options.Keys];

    [Theory]
    [MemberData(nameof(Given))]
    public void An_option_is_what_it_is_to_the_library(string options)
    {
        var (without, library) = Options[options];
        using var model = SeqModel.Open(models.Bundle);
        var expected = model.GenerateBatch(Inputs, library(model, model.DefaultSearch))
            .Select(generation => string.Join(" | ", generation.Hypotheses.Select(sequence => Shown(sequence.Text, sequence.Score))));

        var found = Found([.. Words(without), .. Words(options)]);

        Assert.Equal(expected, found);
        Assert.NotEqual(Found([.. Words(without)]), found);
    }

    [Fact]
    public void Outputs_keep_to_what_the_rules_say()
    {
        Assert.All(Texts("--prefix", "t4 t5"), text => Assert.StartsWith("t4 t5", text, StringComparison.Ordinal));
        Assert.All(Texts("--must-contain", "t1 t2"), text => Assert.Contains("t1 t2", text, StringComparison.Ordinal));
        Assert.All(Texts("--must-contain", "t5", "--must-contain", "t1", "--must-contain-in-order"), text => Assert.Matches("t5.* t1", text));
        Assert.All(Texts("--soft-prefix", "t4 t5", "--soft-prefix-share", "0.99"), text => Assert.StartsWith("t4 t5", text, StringComparison.Ordinal));
        Assert.All(Texts("--soft-prefix", "t4 t5", "--soft-prefix-share", "0.99", "--suppress", "t4"), text => Assert.DoesNotContain("t4", text, StringComparison.Ordinal));
        Assert.All(Texts("--suppress", "t3"), text => Assert.DoesNotContain("t3", text, StringComparison.Ordinal));
        Assert.All(Texts("--stop", "t3"), text => Assert.DoesNotContain("t3", text, StringComparison.Ordinal));
        Assert.All(Texts("--no-repeat-ngram", "1"), text => Assert.Equal(text.Split(' ').Distinct(), text.Split(' ')));
        Assert.All(Texts("--pattern", "t2( t[1-3]){2}"), text => Assert.Matches(new Regex(@"^t2( t[1-3]){2}\z"), text));
    }

    [Fact]
    public void Samples_are_ranked_by_agreement_as_by_the_library()
    {
        using var model = SeqModel.Open(models.Bundle);
        var search = model.DefaultSearch with { BeamSize = 1, HypothesisCount = 12, Sampling = new() { Temperature = 2f, Seed = 3 } };
        var expected = model.GenerateBatch(Inputs, new() { Search = search })
            .Select(generation => string.Join(" | ", generation.RankByUtility().Take(2).Select(ranked => FormattableString.Invariant($"{ranked.Sequence.Text} {ranked.ExpectedUtility:0.00000}"))));

        var found = Hypotheses([.. Words(Sample), "--mbr", "12", "--n-best", "2"]).Select(all => string.Join(" | ", all.EnumerateArray()
            .Select(hypothesis => FormattableString.Invariant($"{hypothesis.GetProperty("text").GetString()} {hypothesis.GetProperty("expected_utility").GetDouble():0.00000}"))));

        Assert.Equal(expected, found);
        Assert.All(Hypotheses([.. Words(Sample), "--mbr", "12"]), all => Assert.Equal(1, all.GetArrayLength()));
    }

    [Fact]
    public void A_match_that_is_complete_and_a_time_that_is_over_are_reasons_to_end()
    {
        Assert.All(Reasons("--pattern", "t1 t2"), reason => Assert.Contains(reason, (string[])["constraint", "eos"]));
        Assert.All(Reasons("--stop", "t"), reason => Assert.Contains(reason, (string[])["stopped", "eos"]));
        Assert.All(Reasons("--time-budget", "0.0000001"), reason => Assert.Equal("time_limit", reason)); // A tick: it is over before the first step.
        Assert.DoesNotContain("time_limit", Reasons("--time-budget", "100000"));
    }

    [Fact]
    public void A_language_model_is_fused_and_an_ensemble_is_weighted_as_by_the_library()
    {
        using var model = SeqModel.Open(models.Bundle);
        using var other = SeqModel.Open(models.Other);
        using var language = SeqModel.Open(models.LanguageModel);
        List<string> Library(ModelComposition composition) =>
            [.. model.GenerateBatch(Inputs, new() { Composition = composition }).Select(generation => Shown(generation.Text, generation.Best.Score))];

        var fused = Found("--fuse", models.LanguageModel + "=0.8");
        var weighted = Found("--ensemble", models.Other, "--ensemble-weights", "1,5");
        var logarithms = Found("--ensemble", models.Other, "--ensemble-average", "log-probability");

        Assert.Equal(Library(new() { LanguageModel = language, LanguageModelWeight = 0.8f }), fused);
        Assert.Equal(Library(new() { Ensemble = [other], Weights = [1, 5] }), weighted);
        Assert.Equal(Library(new() { Ensemble = [other], Average = EnsembleAverage.LogProbability }), logarithms);
        Assert.Equal(4, new[] { Found(), fused, weighted, logarithms }.Select(found => string.Join('\n', found)).Distinct().Count());
    }

    [Fact]
    public void Words_of_the_source_stand_for_unknown_tokens()
    {
        var dictionary = models.NewPath();
        File.WriteAllText(dictionary, "house\tHaus\ns1\tS1\n");
        string Text(params string[] options) => Assert.Single(Cli.Run(["generate", models.Unknown, "--input", "s1 house", "--max-length", "6", "--json", .. options]).MustExitWith(0).Json)
            .GetProperty("hypotheses")[0].GetProperty("text").GetString()!;

        Assert.All(Text().Split(' '), word => Assert.Equal("<unk>", word));
        Assert.All(Text("--replace-unknown").Split(' '), word => Assert.Contains(word, (string[])["s1", "house"]));
        Assert.All(Text("--replace-unknown", "--dictionary", dictionary).Split(' '), word => Assert.Contains(word, (string[])["S1", "Haus"]));
    }

    [Theory]
    [InlineData("--temperature 2", "--temperature has no effect without --sample")]
    [InlineData("--min-p 0.1", "--min-p has no effect without --sample")]
    [InlineData("--typical 0.5", "--typical has no effect without --sample")]
    [InlineData("--epsilon 0.1", "--epsilon has no effect without --sample")]
    [InlineData("--eta 0.1", "--eta has no effect without --sample")]
    [InlineData("--mirostat 3", "--mirostat has no effect without --sample")]
    [InlineData("--seed 3", "--seed has no effect without --sample")]
    [InlineData("--sample --mirostat 3 --top-k 2 --eta 0.1", "--eta does not go with --mirostat")]
    [InlineData("--sample --beam 3", "--beam has no effect with --sample")]
    [InlineData("--sample --coverage-penalty 0.2", "--coverage-penalty has no effect with --sample")]
    [InlineData("--mbr 3", "--mbr has no effect without --sample")]
    [InlineData("--sample --mbr 1", "--mbr is '1'")]
    [InlineData("--sample --mbr 3 --n-best 4", "--n-best is 4, but --mbr draws 3")]
    [InlineData("--sample --mbr 3 --stream --json", "--stream does not go with --mbr")]
    [InlineData("--suppress-text t9", "--suppress-text: ")]
    [InlineData("--in-graph --suppress-text t1", "--suppress-text has no effect with --in-graph")]
    [InlineData("--sample --mirostat 3,", "--mirostat is '3,'")]
    [InlineData("--sample --min-p 2", "--min-p is '2'")]
    [InlineData("--sample --epsilon 1", "--epsilon is '1'")]
    [InlineData("--coverage-penalty 0.2", "--coverage-penalty has no effect without a beam")]
    [InlineData("--length-penalty average", "--length-penalty has no effect without a beam")]
    [InlineData("--early-stopping true", "--early-stopping has no effect without a beam")]
    [InlineData("--groups 2 --diversity 1", "--groups has no effect without a beam")]
    [InlineData("--stochastic-beam", "--stochastic-beam has no effect without a beam")]
    [InlineData("--beam 4 --patience 2", "--patience has no effect without --early-stopping true")]
    [InlineData("--beam 4 --groups 2", "--groups has no effect without --diversity")]
    [InlineData("--beam 4 --diversity 1", "--diversity has no effect without --groups")]
    [InlineData("--beam 4 --groups 3 --diversity 1", "--groups is 3, into which a beam of 4 does not divide")]
    [InlineData("--beam 4 --n-best 4 --early-stopping true --patience 0.5", "--patience is 0.5, which stops a beam of 4")]
    [InlineData("--beam 4 --stochastic-beam --early-stopping true", "--early-stopping does not go with --stochastic-beam")]
    [InlineData("--beam 4 --stochastic-beam --groups 2 --diversity 1", "--groups does not go with --stochastic-beam")]
    [InlineData("--beam 4 --stochastic-beam --stop x", "--stop does not go with --stochastic-beam")]
    [InlineData("--beam 4 --stochastic-beam --stream", "--stream does not go with --stochastic-beam")]
    [InlineData("--early-stopping soon", "--early-stopping is 'soon'")]
    [InlineData("--suppress t9", "--suppress names 't9', which is not one of the 6 tokens")]
    [InlineData("--bias t9=1", "--bias names 't9'")]
    [InlineData("--bias t3", "--bias is 't3'; it takes a token and a number")]
    [InlineData("--bias t3=1 --bias t3=2", "--bias names 't3' 2 times")]
    [InlineData("--prefix t9", "--prefix: Token 1 of the text 't9'")]
    [InlineData("--prefix t1_t2 --max-length 1", "--prefix has 2 tokens, but an output at most 1")]
    [InlineData("--prefix _", "--prefix is ' ', which has no token")]
    [InlineData("--must-contain t1_t2 --max-length 1", "--must-contain has 2 tokens, but an output at most 1")]
    [InlineData("--must-contain-bias 1", "--must-contain-bias has no effect without --must-contain")]
    [InlineData("--must-contain t1 --must-contain-in-order", "--must-contain-in-order has no effect without a second --must-contain")]
    [InlineData("--prefix t1 --soft-prefix t1", "--soft-prefix does not go with --prefix")]
    [InlineData("--soft-prefix-share 0.5", "--soft-prefix-share has no effect without --soft-prefix")]
    [InlineData("--soft-prefix t1 --soft-prefix-share 1", "--soft-prefix-share is '1'")]
    [InlineData("--soft-prefix t1_t2 --max-length 1", "--soft-prefix has 2 tokens, but an output at most 1")]
    [InlineData("--alternatives-at 1", "--alternatives-at has no effect without --n-best 2 or more")]
    [InlineData("--alternatives-at 1 --n-best 2 --sample", "--alternatives-at does not go with --sample")]
    [InlineData("--alternatives-at 1 --n-best 2 --beam 2", "--alternatives-at does not go with --beam")]
    [InlineData("--alternatives-at 1 --n-best 2 --beam 2 --stochastic-beam", "--alternatives-at does not go with --stochastic-beam")]
    [InlineData("--alternatives-at 4 --n-best 2 --max-length 4", "--alternatives-at is 4, but an output has at most 4 tokens")]
    [InlineData("--alternatives-at -1 --n-best 2", "--alternatives-at is '-1'")]
    [InlineData("--in-graph --alternatives-at 1 --n-best 2", "--alternatives-at has no effect with --in-graph")]
    [InlineData("--in-graph --soft-prefix t1", "--soft-prefix has no effect with --in-graph")]
    [InlineData("--pattern (t1", "--pattern: ")]
    [InlineData("--pattern t9", "--pattern: No sequence of tokens spells a text that matches")]
    [InlineData("--min-length 5 --max-length 4", "--min-length is 5, but an output has at most 4 tokens")]
    [InlineData("--min-length-ratio 2 --max-length-ratio 1.5", "--min-length-ratio is 2, above --max-length-ratio, 1.5")]
    [InlineData("--max-length-ratio 0", "--max-length-ratio is '0'")]
    [InlineData("--in-graph --max-length-ratio 1", "--max-length-ratio has no effect with --in-graph")]
    [InlineData("--time-budget 0", "--time-budget is '0'")]
    [InlineData("--explain", "--explain has no effect without --json")]
    [InlineData("--json --alternatives 2", "--alternatives has no effect without --explain")]
    [InlineData("--dictionary d", "--dictionary has no effect without --replace-unknown")]
    [InlineData("--replace-unknown", "--replace-unknown needs attention and an unknown token")]
    [InlineData("--stream --replace-unknown", "--stream does not go with --replace-unknown")]
    [InlineData("--stream --beam 2 --n-best 2", "--n-best does not go with --stream")]
    [InlineData("--fuse lm=0", "--fuse is 'lm=0'")]
    [InlineData("--in-graph --sample --typical 0.5", "--typical has no effect with --in-graph")]
    [InlineData("--in-graph --beam 2 --early-stopping true", "--early-stopping has no effect with --in-graph")]
    [InlineData("--in-graph --bias t1=1", "--bias has no effect with --in-graph")]
    [InlineData("--in-graph --pattern t1", "--pattern has no effect with --in-graph")]
    [InlineData("--in-graph --stop x", "--stop has no effect with --in-graph")]
    [InlineData("--in-graph --stream", "--stream has no effect with --in-graph")]
    [InlineData("--in-graph --json --explain", "--explain has no effect with --in-graph")]
    [InlineData("--in-graph --fuse lm=1", "--fuse has no effect with --in-graph")]
    public void An_option_without_effect_or_out_of_range_is_refused_by_its_name(string options, string expected) =>
        Assert.Contains(expected, Cli.Run(["generate", models.Bundle, "--input", "s1 s2", .. Words(options)]).MustExitWith(2).Error, StringComparison.Ordinal);

    [Fact]
    public void What_a_model_has_not_got_is_refused_by_the_options_name()
    {
        var (file, dictionary) = (models.NewPath(), models.NewPath());
        File.WriteAllText(file, "house Haus\n");
        File.WriteAllText(dictionary, "house\tHaus\nhouse\tHeim\n");
        string Error(string bundle, params string[] options) => Cli.Run(["generate", bundle, "--input", "", .. options]).MustExitWith(2).Error;

        Assert.Contains("--coverage-penalty needs attention", Error(models.LanguageModel, "--beam", "2", "--coverage-penalty", "0.2"), StringComparison.Ordinal);
        Assert.Contains("--replace-unknown needs attention", Error(models.LanguageModel, "--replace-unknown"), StringComparison.Ordinal);
        Assert.Contains("--min-length has no effect on a model without an end token", Error(models.Endless, "--min-length", "2"), StringComparison.Ordinal);
        Assert.Contains("--min-length-ratio has no effect on a model without an end token", Error(models.Endless, "--min-length-ratio", "2"), StringComparison.Ordinal);
        string[] blind = ["generate", models.Blind, "--input", "s1", "--json", "--explain", "--beam", "2"], covering = [.. blind, "--coverage-penalty", "0.2"];
        Assert.Contains($"--coverage-penalty needs attention, which {models.Blind} has not", Cli.Run(covering).MustExitWith(2).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("attention", Cli.Run(blind).MustExitWith(0).Output, StringComparison.Ordinal);
        Assert.Contains("attention", Cli.Run([.. covering, "--ensemble", models.Bundle]).MustExitWith(0).Output, StringComparison.Ordinal); // It looks where the other one looks.
        Assert.Contains("--stop is empty", Error(models.LanguageModel, "--stop", ""), StringComparison.Ordinal);
        Assert.Contains($"{file}, line 1: ", Error(models.Unknown, "--replace-unknown", "--dictionary", file), StringComparison.Ordinal);
        Assert.Contains("'house' stands there twice", Error(models.Unknown, "--replace-unknown", "--dictionary", dictionary), StringComparison.Ordinal);
        Assert.Contains("Check the path given to --dictionary", Error(models.Unknown, "--replace-unknown", "--dictionary", file + "x"), StringComparison.Ordinal);
        Assert.Contains("--prefix is 'other', of which the target vocabulary lacks a token", Error(models.Unknown, "--prefix", "other"), StringComparison.Ordinal);
    }

    private static string[] Inputs { get; } =
        [.. Enumerable.Range(0, 60).Select(i => string.Join(' ', Enumerable.Range(0, (i % 9) + 1).Select(k => string.Create(CultureInfo.InvariantCulture, $"s{((i * 5) + (k * k)) % 7}"))))];

    private static Func<SeqModel, SearchOptions, GenerateOptions> Draw(Func<SamplingOptions, SamplingOptions> with) =>
        (_, search) => new() { Search = search with { Sampling = with(new() { Temperature = 2f, Seed = 3 }) } };

    private static Func<SeqModel, SearchOptions, GenerateOptions> Rule(Func<SearchOptions, ILogitsProcessor> rule) =>
        (_, search) => new() { Search = search with { Processors = [rule(search)] } };

    private static Func<SeqModel, SearchOptions, GenerateOptions> Wide(Func<SearchOptions, SearchOptions> with) =>
        (_, search) => new() { Search = with(search with { BeamSize = 4, HypothesisCount = 2 }) };

    private static Func<SeqModel, SearchOptions, GenerateOptions> Grow(Func<SearchOptions, SearchOptions> with) => Wide(search => with(search with
    {
        LengthPenalty = LengthPenalty.Power(1.5),
        Processors = [new TokenBias(new Dictionary<int, float> { [0] = 5f })],
    }));

    /// <summary>The words of a command line, in which a low line stands for a space.</summary>
    private static string[] Words(string options) => [.. options.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Replace('_', ' '))];

    private static string Shown(string text, double score) => FormattableString.Invariant($"{text} {score:0.00000}");

    private IEnumerable<JsonElement> Hypotheses(string[] options) =>
        Cli.RunWithInput(string.Join('\n', Inputs), ["generate", models.Bundle, "--input-file", "-", "--json", .. options]).MustExitWith(0).Json.Select(line => line.GetProperty("hypotheses"));

    private List<string> Found(params string[] options) =>
    [
        .. Hypotheses(options).Select(all => string.Join(
            " | ", all.EnumerateArray().Select(hypothesis => Shown(hypothesis.GetProperty("text").GetString()!, hypothesis.GetProperty("score").GetDouble())))),
    ];

    private List<string> Texts(params string[] options) => [.. Hypotheses(options).Select(all => all[0].GetProperty("text").GetString()!)];

    private List<string> Reasons(params string[] options) => [.. Hypotheses(options).Select(all => all[0].GetProperty("finish_reason").GetString()!)];

    /// <summary>The model of the other tests, and those that stand beside it.</summary>
    public sealed class TwoModels : IDisposable
    {
        private static readonly LanguageModelDescription Language = new()
        {
            Vocabulary = Models.Description.TargetVocabulary,
            Embedding = 5,
            Layers = new() { Cell = CellKind.Lstm, Hidden = 8 },
            StartToken = Models.Description.StartToken,
            EndToken = Models.Description.EndToken,
        };

        private readonly Models _models = new();

        public TwoModels()
        {
            BundleExporter.Export(Models.Write(NewPath(), Models.SwapDecoderGates), Other = NewPath(), new() { MaxLength = Models.MaxLength });
            BundleExporter.Export(RandomCheckpoint.Write(NewPath(), Language, seed: 40, scale: 1f), LanguageModel = NewPath(), new() { MaxLength = Models.MaxLength });
            BundleExporter.Export(RandomCheckpoint.Write(NewPath(), Language with { EndToken = null }, seed: 40), Endless = NewPath(), new() { MaxLength = Models.MaxLength });
            BundleExporter.Export(RandomCheckpoint.Write(NewPath(), Models.Description with { Attention = null }, seed: 41), Blind = NewPath(), new() { MaxLength = Models.MaxLength });
            var tokens = (string[])["<s>", "<unk>", "t2", "t3", "t4", "t5"];
            var unknown = RandomCheckpoint.Write(
                NewPath(), Models.Description, seed: 3,
                change: weights => weights[EncoderDecoderNames.OutputBias][1] += 1000f,
                source: new(TokenUnit.Words, ["<unk>", "s1", "s2", "s3", "s4", "s5", "s6"], new() { Unknown = 0 }),
                target: new(TokenUnit.Words, tokens, new() { Start = 0, End = 0, Unknown = 1 }));
            BundleExporter.Export(unknown, Unknown = NewPath(), new() { MaxLength = Models.MaxLength });
        }

        internal string Bundle => _models.Bundle;

        /// <summary>Another encoder-decoder with the same vocabularies.</summary>
        internal string Other { get; }

        /// <summary>One without attention.</summary>
        internal string Blind { get; }

        /// <summary>A language model over the target vocabulary.</summary>
        internal string LanguageModel { get; }

        /// <summary>A language model without an end token.</summary>
        internal string Endless { get; }

        /// <summary>An encoder-decoder that says nothing but unknown tokens.</summary>
        internal string Unknown { get; }

        internal string NewPath() => _models.NewPath();

        public void Dispose() => _models.Dispose();
    }
}
