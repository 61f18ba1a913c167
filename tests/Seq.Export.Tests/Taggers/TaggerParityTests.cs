using Seq.Model;

namespace Seq.Export.Tests;

/// <summary>Taggers of every cell against equations in double precision, on ragged batches.</summary>
public class TaggerParityTests
{
    /// <summary>Float rounding over up to eight steps of unit-sized numbers; a wrong gate or length shows at 1e-2 and above.</summary>
    private const double Tolerance = 2e-5;

    public static TheoryData<CellKind, int, bool, bool> All => new()
    {
        { CellKind.Lstm, 1, true, false },
        { CellKind.Lstm, 2, true, true },
        { CellKind.Gru, 2, true, false },
        { CellKind.Gru, 1, false, true },
        { CellKind.ElmanTanh, 3, true, false },
        { CellKind.ElmanRelu, 1, true, true },
        { CellKind.ElmanSelu, 2, true, false },
        { CellKind.ElmanSelu, 1, true, true },
    };

    [Theory]
    [MemberData(nameof(All))]
    public void Every_token_gets_the_logits_of_the_equations(CellKind cell, int layers, bool bidirectional, bool oneHot)
    {
        var model = new TaggerDescription
        {
            Vocabulary = 8, Embedding = oneHot ? null : 4, Tags = 5,
            Layers = new() { Cell = cell, Hidden = 6, Layers = layers, Bidirectional = bidirectional, Residual = layers > 2 },
        };
        using var exported = new ExportedBundle(model, seed: 9);
        foreach (var lengths in new[] { new[] { 1 }, [4], [2, 8, 1, 8] })
        {
            var rows = Variants.Rows(new Random(7), model.Vocabulary, lengths);

            var result = exported.Graph(GraphNames.Score).Run((GraphNames.Source, Tensor.Padded(rows, 7)), (GraphNames.SourceLengths, Tensor.Lengths(rows)));

            Assert.Equal([rows.Count, lengths.Max(), 5], result[GraphNames.Logits].Shape);
            for (var row = 0; row < rows.Count; row++)
            {
                var truth = ReferenceClassifier.Logits(model, exported.Tensors, rows[row]);
                Close([.. truth.SelectMany(logits => logits)], result[GraphNames.Logits].Row(row));
                Close([.. truth.SelectMany(Algebra.LogSoftmax)], result[GraphNames.LogProbabilities].Row(row));
            }
        }
    }

    // What stands past the end of a row is nobody's business.
    private static void Close(double[] expected, float[] actual)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerance, $"Element {i} is {actual[i]}, but the equations give {expected[i]}.");
        }
    }
}
