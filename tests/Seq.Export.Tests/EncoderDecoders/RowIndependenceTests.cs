using Seq.Model;

namespace Seq.Export.Tests;

/// <summary>A row's result depends on nothing but the row: not on its neighbours, its place, or how far it is padded.</summary>
public class RowIndependenceTests
{
    /// <summary>Sums over a padded axis may be grouped differently; anything beyond rounding is a leak between rows.</summary>
    private const float Tolerance = 1e-6f;

    public static TheoryData<CellKind, AttentionScore?> Models => new()
    {
        { CellKind.Lstm, null },
        { CellKind.Gru, AttentionScore.Additive },
        { CellKind.ElmanTanh, AttentionScore.General },
        { CellKind.ElmanRelu, AttentionScore.Dot },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void A_row_alone_equals_the_row_in_a_batch(CellKind cell, AttentionScore? attention)
    {
        using var exported = new ExportedModel(Variants.Create(cell, layers: 2, bidirectional: true, attention, context: true), seed: 3);
        var random = new Random(8);
        var sources = Variants.Rows(random, Variants.SourceVocabulary, 2, 9, 1, 4);
        var targets = Variants.Rows(random, Variants.TargetVocabulary, 5, 5, 5, 5);
        var together = exported.Score(sources, targets);
        var tokens = exported.Generate(sources, maxLength: 8);

        for (var row = 0; row < sources.Count; row++)
        {
            var alone = exported.Score([sources[row]], [targets[row]]);
            Assert.Equal(together[GraphNames.Logits].Row(row), alone[GraphNames.Logits].Floats, Near);

            var own = exported.Generate([sources[row]], maxLength: 8)[GraphNames.Tokens].Longs;
            var steps = (int)tokens[GraphNames.Tokens].Shape[1];
            Assert.Equal(tokens[GraphNames.Tokens].Longs.Skip(row * steps).Take(own.Length), own);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void The_order_of_rows_changes_nothing(CellKind cell, AttentionScore? attention)
    {
        using var exported = new ExportedModel(Variants.Create(cell, bidirectional: true, attention: attention), seed: 4);
        var random = new Random(9);
        var sources = Variants.Rows(random, Variants.SourceVocabulary, 3, 1, 6);
        var targets = Variants.Rows(random, Variants.TargetVocabulary, 4, 4, 4);

        var forward = exported.Score(sources, targets)[GraphNames.Logits];
        var backward = exported.Score([.. sources.AsEnumerable().Reverse()], [.. targets.AsEnumerable().Reverse()])[GraphNames.Logits];

        for (var row = 0; row < 3; row++)
        {
            Assert.Equal(forward.Row(row), backward.Row(2 - row), Near);
        }
    }

    private static bool Near(float left, float right) => MathF.Abs(left - right) <= Tolerance;
}
