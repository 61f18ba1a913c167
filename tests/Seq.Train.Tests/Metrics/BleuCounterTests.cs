using FsCheck;
using FsCheck.Fluent;
using Seq.Decoding.Tests;

namespace Seq.Train.Tests;

public sealed class BleuCounterTests
{
    private const double Tolerance = 1e-9; // Both sides round in the last places of a double.

    private static readonly (string Found, string[] References)[] Corpus =
    [
        ("The cat sat on the mat.", ["The cat is on the mat.", "There is a cat on the mat."]),
        ("It's 3-4 miles, i.e. 5,000.5 m!", ["It is 3-4 miles, i.e. 5,000.5 metres.", "It's three to four miles (5,000.5 m)!"]),
        ("She said: \"Don't go.\"", ["She said \"do not go\".", "She said: don't go!"]),
        ("two men", ["Two men walk", "the two men are walking"]),
    ];

    private static readonly Gen<string> Sentence =
        Gen.Elements("a", "b", "c", "the", "cat", ".").ListOf().Where(words => words.Count <= 12).Select(words => string.Join(' ', words));

    private static readonly Gen<List<(string, string)>> Pairs =
        Sentence.Two().Select(pair => (pair.Item1, pair.Item2)).ListOf().Select(pairs => pairs.ToList());

    /// <summary>Each score is what sacreBLEU 2.6.0 gives for the corpus above and the same options.</summary>
    public static TheoryData<BleuOptions, double, string> Published => new()
    {
        { new(), 56.00821343411572, "nrefs:2|case:mixed|eff:no|tok:13a|smooth:exp" },
        { new() { Lowercase = true }, 57.3149090006206, "nrefs:2|case:lc|eff:no|tok:13a|smooth:exp" },
        { new() { Tokenizer = BleuTokenizer.None }, 33.243384419464014, "nrefs:2|case:mixed|eff:no|tok:none|smooth:exp" },
        { new() { Tokenizer = BleuTokenizer.Character }, 76.61794639396926, "nrefs:2|case:mixed|eff:no|tok:char|smooth:exp" },
        { new() { Smoothing = BleuSmoothing.None }, 56.00821343411572, "nrefs:2|case:mixed|eff:no|tok:13a|smooth:none" },
        { new() { Smoothing = BleuSmoothing.Floor }, 56.00821343411572, "nrefs:2|case:mixed|eff:no|tok:13a|smooth:floor[0.10]" },
        { new() { Smoothing = BleuSmoothing.AddK }, 57.836219179597975, "nrefs:2|case:mixed|eff:no|tok:13a|smooth:add-k[1.00]" },
        { new() { MaxOrder = 2 }, 73.08078598587575, "nrefs:2|case:mixed|eff:no|tok:13a|smooth:exp" },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public void Scores_and_signatures_are_those_of_sacreBLEU(BleuOptions options, double score, string signature)
    {
        var result = Score(options, Corpus);

        Assert.Equal(score, result.Score, Tolerance);
        Assert.Equal($"{signature}|version:{MetricSignature.Version}", result.Signature);
        Assert.Matches(@"^seq-\d+\.\d+\.\d+", MetricSignature.Version);
    }

    [Fact]
    public void The_example_of_sacreBLEUs_own_documentation_scores_48_5()
    {
        var result = Score(
            new(),
            ("The dog bit the man.", ["The dog bit the man.", "The dog had bit the man."]),
            ("It wasn't surprising.", ["It was not unexpected.", "No one was surprised."]),
            ("The man had just bitten him.", ["The man bit him first.", "The man had bitten the dog."]));

        Assert.Equal(
            $"BLEU|{result.Signature} = 48.5 82.4/50.0/45.5/37.5 (BP = 0.943 ratio = 0.944 hyp_len = 17 ref_len = 18)", result.ToString());
        Assert.Equal(48.530827, result.Score, 1e-6);
    }

    [Fact]
    public void A_score_by_hand()
    {
        // 4-grams of "a b c d e" against "a b c d f": 4/5, 3/4, 2/3, 1/2; their product is 1/5, and no penalty.
        var result = Score(new(), ("a b c d e", ["a b c d f"]));

        Assert.Equal(100 * Math.Pow(0.2, 0.25), result.Score, Tolerance);
        Assert.Equal([4, 3, 2, 1], result.Matches);
        Assert.Equal([5, 4, 3, 2], result.Totals);
        Assert.Equal(1, result.BrevityPenalty);
    }

    [Fact]
    public void A_word_counts_at_most_as_often_as_one_reference_has_it()
    {
        // Papineni et al. 2002, example 2.
        var result = Score(new(), ("the the the the the the the", ["The cat is on the mat", "There is a cat on the mat"]));

        Assert.Equal((1, 7), (result.Matches[0], result.Totals[0]));
        Assert.Equal((2, 7), (Lower().Matches[0], Lower().Totals[0]));

        static BleuScore Lower() =>
            Score(new() { Lowercase = true }, ("the the the the the the the", ["The cat is on the mat", "There is a cat on the mat"]));
    }

    [Fact]
    public void What_is_too_short_is_penalised_by_the_nearest_reference()
    {
        // 4 tokens; references of 6 and 9: exp(1 − 6/4). Two as near, 3 and 5: the shorter, no penalty.
        Assert.Equal(Math.Exp(-0.5), Score(new(), ("a b c d", ["a b c d e f", "a b c d e f g h i"])).BrevityPenalty, precision: 12);
        Assert.Equal(3, Score(new(), ("a b c d", ["a b c d e", "a b c"])).ReferenceLength);
    }

    [Theory]
    [InlineData(BleuSmoothing.None, 0)]
    [InlineData(BleuSmoothing.Floor, 10)]        // 0.1 matches of 1 bigram
    [InlineData(BleuSmoothing.Exponential, 50)]  // 1/2 of 1 bigram
    [InlineData(BleuSmoothing.AddK, 50)]         // (0 + 1) / (1 + 1)
    public void Smoothing_stands_in_for_an_order_without_match(BleuSmoothing smoothing, double percent)
    {
        var result = Score(new() { Smoothing = smoothing, MaxOrder = 2 }, ("two men", ["Two men"]));

        Assert.Equal([50, percent], result.Precisions);
        Assert.Equal(Math.Sqrt(50 * percent), result.Score, Tolerance);
    }

    [Fact]
    public void A_sentence_too_short_for_four_grams_scores_by_the_orders_that_it_has()
    {
        Assert.Equal(0, Score(new(), ("a cat", ["a cat"])).Score);
        Assert.Equal(100, Score(new() { EffectiveOrder = true }, ("a cat", ["a cat"])).Score, Tolerance);
    }

    [Fact]
    public void Nothing_said_and_nothing_right_score_zero()
    {
        Assert.Equal(0, Score(new()).Score);
        Assert.Equal((0, 0), (Score(new(), ("", ["a b"])).Score, Score(new(), ("", ["a b"])).BrevityPenalty));
        Assert.Equal(0, Score(new() { Smoothing = BleuSmoothing.AddK }, ("x y z w", ["a b c d"])).Score);
    }

    [Fact]
    public void Numbers_of_references_that_differ_are_told() =>
        Assert.StartsWith("nrefs:var|", Score(new(), ("a", ["a"]), ("b", ["b", "c"])).Signature, StringComparison.Ordinal);

    [Fact]
    public void A_score_lies_between_0_and_100_whatever_the_order_of_the_corpus() => Law.Holds(Pairs, pairs =>
    {
        var items = pairs.Select(pair => (pair.Item1, (string[])[pair.Item2])).ToArray();
        var score = Score(new(), items);

        Assert.InRange(score.Score, 0, 100);
        Assert.Equal(score.Score, Score(new(), [.. items.Reverse()]).Score);
    }, 500);

    [Fact]
    public void A_corpus_that_equals_its_references_scores_100() => Law.Holds(Sentence.NonEmptyListOf(), sentences =>
    {
        var score = Score(new(), [.. sentences.Select(sentence => (sentence, (string[])[sentence]))]);

        Assert.Equal(sentences.Any(sentence => sentence.Split(' ').Length >= 4) ? 100 : 0, score.Score, Tolerance);
    }, 500);

    [Fact]
    public void Options_out_of_range_and_sentences_without_reference_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BleuCounter(new() { MaxOrder = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BleuCounter(new() { SmoothingValue = double.NaN }));
        Assert.Throws<ArgumentException>(() => new BleuCounter().Add("a", Array.Empty<string>()));
    }

    private static BleuScore Score(BleuOptions options, params IEnumerable<(string Found, string[] References)> corpus)
    {
        var counter = new BleuCounter(options);
        foreach (var (found, references) in corpus)
        {
            counter.Add(found, references);
        }

        return counter.Result();
    }
}
