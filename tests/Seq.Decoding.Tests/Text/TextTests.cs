using System.Text;
using FsCheck.Fluent;
using Seq.Decoding.Text;

namespace Seq.Decoding.Tests.Text;

public sealed class TextTests
{
    private static readonly string[] Characters = ["a", "b", "é", "漢", "😀", "👩‍🚀", " ", "\uFFFDa"];

    /// <summary>Tokens are bytes, as in a byte-level vocabulary: no character beyond ASCII is a single token.</summary>
    private static string Bytes(ReadOnlySpan<int> tokens) => Encoding.UTF8.GetString([.. tokens.ToArray().Select(token => (byte)token)]);

    /// <summary>Tokens are UTF-16 code units: an emoji is two.</summary>
    private static string Units(ReadOnlySpan<int> tokens) => new([.. tokens.ToArray().Select(token => (char)token)]);

    /// <summary>Tokens are words with a space between: the text of a word depends on there being one before.</summary>
    private static string Words(ReadOnlySpan<int> tokens) => string.Join(' ', tokens.ToArray().Select(token => $"w{token}"));

    [Fact]
    public void The_pieces_make_up_the_text_and_never_break_a_character() => Law.Holds(
        Gen.Elements(Characters).ListOf().Select(string.Concat),
        text =>
        {
            AssertPieces(Bytes, [.. Encoding.UTF8.GetBytes(text).Select(value => (int)value)], text);
            AssertPieces(Units, [.. text.Select(unit => (int)unit)], text);
        });

    [Fact]
    public void A_text_that_depends_on_the_tokens_before_comes_out_right() =>
        AssertPieces(Words, [3, 1, 4, 1, 5], "w3 w1 w4 w1 w5");

    [Fact]
    public void A_character_is_held_back_until_it_is_complete()
    {
        var detokenizer = new IncrementalDetokenizer(Bytes);

        Assert.Equal(["", "", "", "😀", "a"], new[] { 0xF0, 0x9F, 0x98, 0x80, 'a' }.Select(detokenizer.Add));
        Assert.Equal("", detokenizer.Finish());
    }

    [Fact]
    public void Broken_characters_do_not_hold_the_text_back_for_ever()
    {
        var detokenizer = new IncrementalDetokenizer(Bytes);
        var pieces = Enumerable.Repeat(0x80, 20).Select(detokenizer.Add).ToList();

        Assert.Contains(pieces, piece => piece.Length > 0);
        Assert.Equal(new string('\uFFFD', 20), string.Concat(pieces) + detokenizer.Finish());
    }

    [Fact]
    public void Text_goes_through_up_to_the_first_stop_string_however_it_is_cut() => Law.Holds(
        from text in Gen.Elements("a", "b", "c").ListOf(12).Select(string.Concat)
        from cuts in Gen.Choose(1, 4).ListOf(12)
        from stops in Gen.SubListOf("ab", "aab", "bcb", "cc", "b")
        select (Text: text, Cuts: cuts, Stops: stops),
        drawn =>
        {
            var filter = new StopTextFilter(drawn.Stops);
            var (at, given) = (0, "");
            foreach (var cut in drawn.Cuts)
            {
                var piece = drawn.Text.Substring(Math.Min(at, drawn.Text.Length), Math.Clamp(drawn.Text.Length - at, 0, cut));
                at += cut;
                given += filter.Add(piece);
                var read = drawn.Text[..Math.Min(at, drawn.Text.Length)];

                // Nothing is held back without need: what is missing is the beginning of a stop string, or a stop was found.
                Assert.True(filter.Found is not null || drawn.Stops.Append("").Any(stop => stop.StartsWith(read[given.Length..], StringComparison.Ordinal)));
            }

            given += filter.Finish();
            var ends = Enumerable.Range(1, drawn.Text.Length).SelectMany(end => drawn.Stops
                .Where(stop => drawn.Text.AsSpan(0, end).EndsWith(stop)).OrderByDescending(stop => stop.Length).Select(stop => (Stop: stop, End: end))).ToList();
            Assert.Equal(ends.Count == 0 ? null : ends[0].Stop, filter.Found);
            Assert.Equal(ends.Count == 0 ? drawn.Text : drawn.Text[..(ends[0].End - ends[0].Stop.Length)], given);
        });

    [Fact]
    public void A_stop_string_across_tokens_ends_the_hypothesis_and_is_in_no_piece()
    {
        // Greedy says 1 2 3 4, that is "xa-en-"; the stop string begins in one token and ends in another.
        string[] letters = ["^", "x", "a", "-e", "n-", "y", "."];
        var pieces = new List<TextPiece>();
        var observer = new TextObserver(
            tokens => string.Concat(tokens.ToArray().Select(token => letters[token])), ["-en", "q"], pieces.Add);
        var options = new SearchOptions { StartToken = 0, EndTokens = [6] };

        var best = new Decoder(options).Decode(new CountingModel(), new DecodingRequest { Observer = observer })[0].Best;

        Assert.Equal((FinishReason.Stopped, 4), (best.FinishReason, best.Length));
        Assert.Equal([new(0, 0, "x", false, null), new(0, 0, "a", false, null), new(0, 0, "", true, "-en")], pieces);
    }

    [Fact]
    public void The_stream_is_the_text_of_the_tokens_in_every_input_and_sample() => Law.Holds(SearchCase.Sampled, @case =>
    {
        var texts = new Dictionary<(int, int), string>();
        var ended = new HashSet<(int, int)>();
        var observer = new TextObserver(Words, [], piece =>
        {
            Assert.True(!piece.IsLast || ended.Add((piece.Input, piece.Sample)));
            texts[(piece.Input, piece.Sample)] = texts.GetValueOrDefault((piece.Input, piece.Sample), "") + piece.Text;
        });
        var results = new Decoder(@case.Options).Decode(@case.Model(), new DecodingRequest { Observer = observer });

        Assert.Equal(texts.Keys.ToHashSet(), ended);
        for (var input = 0; input < results.Length; input++)
        {
            Assert.Equal(
                results[input].Hypotheses.Select(hypothesis => Words(hypothesis.Tokens.AsSpan())).Order(StringComparer.Ordinal),
                texts.Where(pair => pair.Key.Item1 == input).Select(pair => pair.Value).Order(StringComparer.Ordinal));
        }
    },
    count: 500);

    [Fact]
    public void An_empty_stop_string_is_an_error() =>
        Assert.Throws<ArgumentException>(() => new TextObserver(Words, ["a", ""], _ => { }));

    private static void AssertPieces(Detokenize detokenize, int[] tokens, string text)
    {
        var detokenizer = new IncrementalDetokenizer(detokenize);
        var given = "";
        foreach (var token in tokens)
        {
            var piece = detokenizer.Add(token);
            Assert.False(piece.Length > 0 && char.IsHighSurrogate(piece[^1]), "half of a surrogate pair was given out");
            given += piece;
            Assert.StartsWith(given, text, StringComparison.Ordinal);
        }

        Assert.Equal(text, given + detokenizer.Finish());
    }

    /// <summary>Token n is followed by n + 1.</summary>
    private sealed class CountingModel : IStepModel
    {
        public int VocabularySize => 7;

        public int Rows => 1;

        public Span<float> Step(ReadOnlySpan<int> tokens, CancellationToken cancellationToken)
        {
            var logits = new float[VocabularySize];
            logits[(tokens[0] + 1) % VocabularySize] = 5f;
            return logits;
        }

        public void Reorder(ReadOnlySpan<int> parents) => throw new NotSupportedException("One row never moves.");
    }
}
