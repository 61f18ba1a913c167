using Seq.Decoding;
using Seq.Model;

namespace Seq.Runtime.Tests;

/// <summary>Language models: a prompt in, its continuation out; scores and perplexity.</summary>
public sealed class LanguageModelTests(Bundles bundles) : IClassFixture<Bundles>
{
    // One graph runs a fused operator over whole sequences, the other a step: float32 sums in another order.
    private const double Rounding = 1e-4;

    public static TheoryData<CellKind> Cells => [CellKind.Lstm, CellKind.Gru, CellKind.ElmanTanh];

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_prompt_is_continued_as_if_its_tokens_had_been_generated(CellKind cell)
    {
        using var model = SeqModel.Open(bundles.Export(Bundles.DescribeLanguageModel(cell, endToken: null), seed: 3));
        var prompts = Prompts(30, seed: 120);

        var together = model.GenerateTokensBatch(prompts, new() { MaxBatchSize = 7 });

        for (var i = 0; i < prompts.Length; i++)
        {
            Assert.Equal(Bundles.MaxLength, together[i].Best.Length);
            Assert.Equal(ByHand(model, prompts[i], Bundles.MaxLength), together[i].Best.Tokens);
        }
    }

    [Fact]
    public void The_graph_that_generates_by_itself_continues_a_prompt_with_the_same_tokens()
    {
        using var model = SeqModel.Open(bundles.Export(Bundles.DescribeLanguageModel(), seed: 12));
        var prompts = Prompts(12, seed: 126);

        var inGraph = model.GenerateTokensBatch(prompts, new() { InGraph = true });
        var stepped = model.GenerateTokensBatch(prompts);

        for (var i = 0; i < prompts.Length; i++)
        {
            Assert.Equal(stepped[i].Best.Tokens.AsEnumerable(), inGraph[i].Best.Tokens);
            Assert.Equal(stepped[i].Best.LogProbability, inGraph[i].Best.LogProbability, Rounding);
        }
    }

    [Fact]
    public void A_prompt_alone_gets_what_it_gets_in_a_batch()
    {
        using var model = SeqModel.Open(bundles.Export(Bundles.DescribeLanguageModel(), seed: 4));
        var prompts = Prompts(20, seed: 121);
        var options = new GenerateOptions { Search = model.DefaultSearch with { BeamSize = 3, HypothesisCount = 2 } };

        var together = model.GenerateTokensBatch(prompts, options);

        for (var i = 0; i < prompts.Length; i++)
        {
            RowIndependenceTests.AssertSame(model.GenerateTokens(prompts[i], options), together[i], 0);
        }
    }

    [Fact]
    public void Text_goes_in_and_out_and_the_prompt_may_be_empty()
    {
        using var model = SeqModel.Open(bundles.Export(Bundles.DescribeLanguageModel(endToken: null), seed: 5));

        var generation = model.Generate("");

        Assert.Equal(model.GenerateTokens([]).Text, generation.Text);
        Assert.Equal(Bundles.MaxLength, generation.Best.Length);
        Assert.Equal(model.GenerateTokens([4, 2]).Text, model.Generate("t4 t2").Text);
        Assert.Throws<InvalidInputException>(() => model.GenerateBatch([]));
        Assert.Throws<DecodingRequestException>(() => model.Generate("t4", new() { Request = new() { StartTokens = [1] } }));
    }

    [Fact]
    public void The_perplexity_of_a_text_of_any_length_carries_the_state_through_its_chunks()
    {
        using var model = SeqModel.Open(bundles.Export(Bundles.DescribeLanguageModel(), seed: 6));
        var random = new Random(122);
        int[] tokens = [.. Enumerable.Range(0, 2600).Select(_ => random.Next(Bundles.TargetVocabulary))]; // More than two chunks.
        var input = new long[1, tokens.Length];
        for (var i = 1; i < tokens.Length; i++)
        {
            input[0, i] = tokens[i - 1];
        }

        var score = model.ScoreTextTokens(tokens);
        var whole = model.Graphs.ScoreText(input, [tokens.Length]).LogProbabilities;
        var expected = tokens.Select((token, i) => (double)whole[0, i, token]).Sum();

        Assert.Equal(tokens.Length, score.Tokens);
        Assert.Equal(expected / tokens.Length, score.LogProbability / tokens.Length, Rounding);
        Assert.Equal(Math.Exp(-score.LogProbability / tokens.Length), score.Perplexity);
        Assert.Equal(score.Perplexity, Math.Pow(2, score.BitsPerToken), Rounding);
        Assert.Equal(score.Perplexity, model.ScoreTokensBatch([([], new(tokens, null))])[0].Perplexity, Rounding);
        Assert.Throws<InvalidInputException>(() => model.ScoreText(""));
    }

    [Fact]
    public void A_text_that_is_read_piece_by_piece_scores_as_its_tokens_do()
    {
        using var model = SeqModel.Open(bundles.Export(Bundles.DescribeLanguageModel(), seed: 6));
        var random = new Random(126);
        string[] lines = [.. Enumerable.Range(0, 3000).Select(_ => string.Join(' ', Enumerable.Range(0, random.Next(20)).Select(_ => $"t{random.Next(2, Bundles.TargetVocabulary)}")))];
        var text = string.Join('\n', lines);
        Assert.InRange(text.Length, TextTokens.PieceLength + 1, int.MaxValue);
        int[] tokens = model.SourceVocabulary.Encode(text);
        int[] marked = [.. lines.SelectMany(line => (int[])[.. model.SourceVocabulary.Encode(line), Bundles.End])];

        var score = model.ScoreText(text);

        Assert.Equal(model.ScoreTextTokens(tokens), score with { Characters = 0 });
        Assert.Equal(text.Length, score.Characters);
        Assert.Equal(-score.LogProbability / text.Length / Math.Log(2), score.BitsPerCharacter!.Value, 1e-12);
        Assert.Equal(model.ScoreTextTokens(marked), model.ScoreText(new StringReader(text), markLines: true) with { Characters = 0 });
    }

    [Fact]
    public void A_cut_of_the_text_falls_into_no_word_no_pair_and_no_line_break()
    {
        var rules = new TokenRules { Lowercase = true, DropLineBreaks = true };
        var characters = new Vocabulary(TokenUnit.Characters, ["?", "a", " ", "𝄞", "<", "b"], new() { Unknown = 0 }, rules);
        var words = new Vocabulary(TokenUnit.Words, ["?", "a", "ab", "b<"], new() { Unknown = 0 }, rules);
        foreach (var unit in (string[])["𝄞", "<BR />", "ab ", "a<br", "<", "a<br /> b"])
        {
            for (var shift = 0; shift < unit.Length; shift++)
            {
                // As long as two pieces and a half, so that the pieces end at every place of the unit.
                var text = new string('a', shift) + string.Concat(Enumerable.Repeat(unit, (TextTokens.PieceLength * 5 / 2 / unit.Length) + 1));
                foreach (var vocabulary in (Vocabulary[])[characters, words])
                {
                    var tokens = new TextTokens(new StringReader(text), vocabulary, lineMark: null);

                    Assert.Equal(vocabulary.Encode(text), tokens.Read());
                    Assert.Equal(text.EnumerateRunes().Count(), tokens.Characters);
                    Assert.Equal(vocabulary.Encode(text).Count(id => id == 0), tokens.Unknown);
                }
            }
        }
    }

    [Fact]
    public void What_a_text_lacks_is_said_with_its_place_and_leaves_the_bits_of_a_character_out()
    {
        using var model = SeqModel.Open(bundles.Export(Bundles.DescribeLanguageModel(endToken: null), seed: 6));
        var text = string.Join(' ', Enumerable.Repeat("t2", TextTokens.PieceLength)) + " no";

        Assert.StartsWith("Behind token ", Assert.Throws<VocabularyException>(() => model.ScoreText(text)).Message, StringComparison.Ordinal);
        Assert.Contains("end token", Assert.Throws<VocabularyException>(() => model.ScoreText(new StringReader("t2"), markLines: true)).Message, StringComparison.Ordinal);
        Assert.Null(new TextScore(2, -1) { Characters = 5, UnknownTokens = 1 }.BitsPerCharacter);
        Assert.Null(model.ScoreTextTokens([2, 3]).BitsPerCharacter);
    }

    [Fact]
    public void What_follows_a_prompt_scores_as_it_was_generated()
    {
        using var model = SeqModel.Open(bundles.Export(Bundles.DescribeLanguageModel(), seed: 7));
        foreach (var prompt in Prompts(10, seed: 123))
        {
            var best = model.GenerateTokens(prompt).Best;

            var score = model.ScoreTokensBatch([(prompt, new(best.Tokens, best.EndToken))])[0];

            Assert.Equal(best.LogProbability, score.LogProbability, Rounding);
        }
    }

    [Fact]
    public void Steps_and_whole_sequences_give_the_same_logits()
    {
        using var model = SeqModel.Open(bundles.Export(Bundles.DescribeLanguageModel(), seed: 8));
        var random = new Random(124);
        var input = new long[3, 17];
        foreach (ref var id in System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref input[0, 0], input.Length))
        {
            id = random.Next(Bundles.TargetVocabulary);
        }

        var steps = model.Graphs.StepLogits(input);
        var whole = model.Graphs.ScoreText(input, [17, 17, 17]).Logits;

        Assert.Equal(steps.Cast<float>(), whole.Cast<float>(), (one, other) => Math.Abs(one - other) <= Rounding);
    }

    [Fact]
    public void A_text_of_which_nothing_can_be_computed_has_no_perplexity()
    {
        using var model = SeqModel.Open(bundles.Export(Bundles.DescribeLanguageModel(), seed: 5, scale: 3.4e38f)); // Its products overflow.

        Assert.Contains("score.onnx: The log-probability of one of the tokens 0 to 2 is NaN.", Assert.Throws<InferenceException>(() => model.ScoreText("t2 t3 t4")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_keeps_a_few_kilobytes_of_a_long_prompt()
    {
        using var model = SeqModel.Open(bundles.Export(Bundles.DescribeLanguageModel(endToken: null), seed: 9));
        var prompt = Prompts(1, seed: 125, length: 3000)[0];
        var expected = model.GenerateTokens(prompt);
        using var session = model.BeginTokensSession(prompt);
        session.Next();

        var saved = session.Save();
        using var restored = model.RestoreSession(saved);

        Assert.InRange(saved.Length, 4 * 14 * sizeof(float), 2000);
        RowIndependenceTests.AssertSame(expected, restored.Finish());
    }

    [Fact]
    public void A_language_model_is_heard_beside_a_translation_model()
    {
        using var model = SeqModel.Open(bundles.Attention);
        using var language = SeqModel.Open(bundles.Export(Bundles.DescribeLanguageModel(), seed: 10));
        const float Weight = 0.4f;
        var composition = new ModelComposition { LanguageModel = language, LanguageModelWeight = Weight };
        IReadOnlyList<int> source = [1, 2, 3];
        var target = new ScoringTarget([2, 3, 4], Bundles.End);

        var fused = model.ScoreTokensBatch([(source, target)], new() { Composition = composition })[0];
        var alone = model.ScoreTokensBatch([(source, target)])[0];
        var heard = language.ScoreTokensBatch([([], target)])[0];

        for (var i = 0; i < target.Length; i++)
        {
            Assert.Equal(alone.TokenLogProbabilities[i] + (Weight * heard.TokenLogProbabilities[i]), fused.TokenLogProbabilities[i], Rounding);
        }

        var best = model.GenerateTokens(source, new() { Composition = composition }).Best;
        Assert.Equal(best.LogProbability, model.ScoreTokensBatch([(source, new(best.Tokens, best.EndToken))], new() { Composition = composition })[0].LogProbability, Rounding);
    }

    [Fact]
    public void A_language_model_does_what_its_kind_does_and_nothing_else()
    {
        using var model = SeqModel.Open(bundles.Export(Bundles.DescribeLanguageModel(), seed: 11));

        Assert.Equal("language-model", Assert.Throws<ModelKindException>(() => model.Classify("t2")).Kind);
        Assert.Throws<ModelKindException>(() => model.Tag("t2"));
        Assert.Throws<ModelKindException>(() => model.Graphs.ScoreLabels(new long[1, 1], [1]));
        using var pairs = SeqModel.Open(bundles.Attention);
        Assert.Throws<ModelKindException>(() => pairs.ScoreText("s1"));
        Assert.Throws<ModelKindException>(() => pairs.Graphs.StepLogits(new long[1, 1]));
    }

    /// <summary>Greedy search over the step graph's logits alone.</summary>
    private static List<int> ByHand(SeqModel model, int[] prompt, int length)
    {
        List<long> fed = [Bundles.Start, .. prompt.Select(token => (long)token)];
        var generated = new List<int>();
        for (var step = 0; step < length; step++)
        {
            var input = new long[1, fed.Count];
            for (var i = 0; i < fed.Count; i++)
            {
                input[0, i] = fed[i];
            }

            var logits = model.Graphs.StepLogits(input);
            var best = Enumerable.Range(0, Bundles.TargetVocabulary).MaxBy(token => logits[0, fed.Count - 1, token]);
            generated.Add(best);
            fed.Add(best);
        }

        return generated;
    }

    private static int[][] Prompts(int count, int seed, int? length = null)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
            Enumerable.Range(0, length ?? random.Next(0, 12)).Select(_ => random.Next(2, Bundles.TargetVocabulary)).ToArray())];
    }
}
