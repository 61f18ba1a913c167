using FsCheck.Fluent;
using Seq.Decoding.Processors;
using Seq.Decoding.Tests.Models;

namespace Seq.Decoding.Tests.Processors;

public sealed class MustContainTests
{
    private const float Never = float.NegativeInfinity;

    [Fact]
    public void Every_search_finds_outputs_that_contain_the_sequences() => Law.Holds(
        from @case in SearchCase.Any
        from count in Gen.Choose(1, 3)
        from sequences in Gen.NonEmptyListOf(Gen.Choose(0, 2)).Select(tokens => tokens.Take(3).ToArray()).ListOf(count)
        from spare in Gen.Choose(0, 3)
        from bias in Gen.Elements(0f, 1f)
        from ordered in Gen.Elements(true, false)
        select (Case: @case, Sequences: sequences, Spare: spare, Bias: bias, Ordered: ordered),
        drawn =>
        {
            var maxLength = drawn.Sequences.Sum(sequence => sequence.Length) + drawn.Spare;
            var vocabulary = drawn.Case.Distribution.Vocabulary + 1;
            var options = drawn.Case.Options with
            {
                EndTokens = [vocabulary - 1],
                StopSequences = [],
                MinLength = 0,
                MaxLength = maxLength,
                Processors = [.. drawn.Case.Options.Processors, new MustContain(drawn.Sequences, [vocabulary - 1], maxLength, drawn.Bias, drawn.Ordered)],
            };
            // A row in which the model leaves nothing but the end, which is held back, would have no token at all.
            var model = new HashModel(drawn.Case.Distribution with { Vocabulary = vocabulary, ImpossiblePercent = 0 }, drawn.Case.Inputs, options.RowsPerInput);

            foreach (var hypothesis in new Decoder(options).Decode(model).SelectMany(result => result.Hypotheses))
            {
                var tokens = hypothesis.Tokens.AsSpan();
                foreach (var sequence in drawn.Sequences)
                {
                    var at = tokens.IndexOf(sequence);
                    Assert.True(at >= 0, $"{string.Join(' ', sequence)} is not in {string.Join(' ', hypothesis.Tokens)}");
                    tokens = drawn.Ordered ? tokens[(at + sequence.Length)..] : tokens;
                }
            }
        },
        count: 1000);

    // Sequences 1 2 and 3, end token 0, five tokens of room.
    [Theory]
    [InlineData(false, new int[0], new[] { Never, 2f, 0f, 2f })]          // Both begin.
    [InlineData(false, new[] { 1 }, new[] { Never, 0f, 2f, 2f })]         // 1 2 is under way.
    [InlineData(false, new[] { 3 }, new[] { Never, 2f, 0f, 0f })]
    [InlineData(true, new[] { 3 }, new[] { Never, 2f, 0f, 0f })]          // In order, the 3 came too early.
    [InlineData(true, new[] { 1, 2 }, new[] { Never, Never, Never, 2f }, 3)]
    [InlineData(false, new[] { 3, 1, 2 }, new[] { 0f, 0f, 0f, 0f })]
    [InlineData(false, new[] { 2, 1 }, new[] { Never, Never, 2f, Never })] // Three steps are left for three tokens: go on with 1 2.
    [InlineData(false, new[] { 2, 2 }, new[] { Never, 2f, Never, Never })]
    public void Missing_sequences_gain_and_are_forced_at_the_last_moment(bool ordered, int[] prefix, float[] expected, int maxLength = 5)
    {
        var logits = new float[4];
        new MustContain([[1, 2], [3]], [0], maxLength, bias: 2f, ordered).Apply(prefix, logits);

        // Where a token is forced its own logit does not matter.
        Assert.Equal(expected.Select(logit => logit == Never), logits.Select(logit => logit == Never));
        Assert.Equal(expected, logits);
    }

    [Fact]
    public void Arguments_out_of_range_are_errors()
    {
        Assert.Throws<ArgumentException>(() => new MustContain([], [1], 5));
        Assert.Throws<ArgumentException>(() => new MustContain([[1, 2]], [2], 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MustContain([[1, 2]], [0], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MustContain([[1, 2]], [0], 5, float.NaN));
    }
}
