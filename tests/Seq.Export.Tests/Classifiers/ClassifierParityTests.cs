using Seq.Model;

namespace Seq.Export.Tests;

/// <summary>Classifiers with every front end, cell and pooling against equations in double precision, on ragged batches.</summary>
public class ClassifierParityTests
{
    /// <summary>Float rounding over up to nine steps of unit-sized numbers; padding that leaks, or a wrong gate, shows at 1e-2 and above.</summary>
    private const double Tolerance = 2e-5;

    private static readonly ClassifierDescription Plain = new()
    {
        Vocabulary = 9, Embedding = 4, Layers = new() { Cell = CellKind.Lstm, Hidden = 5 }, Classes = 3,
    };

    public static TheoryData<CellKind, bool, PoolingKind, int, bool> All()
    {
        var data = new TheoryData<CellKind, bool, PoolingKind, int, bool>();
        foreach (var cell in Enum.GetValues<CellKind>())
        {
            foreach (var pooling in Enum.GetValues<PoolingKind>())
            {
                data.Add(cell, false, pooling, 0, false);
                data.Add(cell, true, pooling, 3, false);
                data.Add(cell, true, pooling, 2, true);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Logits_are_those_of_the_equations(CellKind cell, bool bidirectional, PoolingKind pooling, int convolution, bool oneHot) => Check(Plain with
    {
        Embedding = oneHot ? null : 4,
        Layers = new() { Cell = cell, Hidden = 5, Layers = bidirectional ? 2 : 1, Bidirectional = bidirectional },
        Pooling = pooling,
        Convolution = convolution == 0 ? null : new() { Filters = 6, Width = convolution + 1, Pool = convolution },
    });

    [Theory]
    [InlineData(false, CellActivation.Tanh, 4, false)]
    [InlineData(true, CellActivation.Relu, null, false)]
    [InlineData(true, CellActivation.Selu, 3, true)]
    [InlineData(false, CellActivation.Tanh, null, true)]
    public void Cells_without_an_operator_run_in_both_directions_too(bool norm, CellActivation activation, int? projection, bool residual)
    {
        foreach (var pooling in Enum.GetValues<PoolingKind>())
        {
            Check(Plain with
            {
                Pooling = pooling,
                Layers = new()
                {
                    Cell = CellKind.Lstm, Hidden = 5, Layers = 2, Bidirectional = true, LayerNorm = norm, Activation = activation, Projection = projection, Residual = residual,
                },
            });
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(20)]
    public void A_convolution_of_any_width_and_pool_keeps_padding_out(int pool) =>
        Check(Plain with { Convolution = new() { Filters = 3, Width = 1, Pool = pool }, Layers = Plain.Layers with { Bidirectional = true } });

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Sigmoids_give_the_logarithm_of_each_probability(int classes)
    {
        using var exported = new ExportedBundle(
            Plain with { Classes = classes, Output = ClassifierOutput.Sigmoid }, seed: 3, change: weights => weights[OutputNames.Bias][0] = -150f);

        var result = Score(exported, [[1, 2, 3], [4]]);

        var logits = result[GraphNames.Logits].Floats;
        for (var i = 0; i < logits.Length; i++)
        {
            var expected = logits[i] < -50 ? logits[i] : -Math.Log(1 + Math.Exp(-logits[i]));
            Assert.Equal(expected, result[GraphNames.LogProbabilities].Floats[i], 1e-5);
        }
    }

    private static void Check(ClassifierDescription model)
    {
        using var exported = new ExportedBundle(model, seed: 5);
        Assert.Equal([GraphNames.Score], exported.Bundle.Manifest.Graphs.Keys);
        foreach (var lengths in new[] { new[] { 1 }, [6], [3, 8, 1, 5, 8, 2] })
        {
            var rows = Variants.Rows(new Random(7), model.Vocabulary, lengths);

            var result = Score(exported, rows);

            for (var row = 0; row < rows.Count; row++)
            {
                var truth = ReferenceClassifier.Logits(model, exported.Tensors, rows[row]);
                Close(truth, result[GraphNames.Logits].Row(row));
                Close(Algebra.LogSoftmax(truth), result[GraphNames.LogProbabilities].Row(row));
            }
        }
    }

    private static Dictionary<string, Tensor> Score(ExportedBundle exported, List<int[]> rows) =>
        exported.Graph(GraphNames.Score).Run((GraphNames.Source, Tensor.Padded(rows, 8)), (GraphNames.SourceLengths, Tensor.Lengths(rows)));

    private static void Close(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerance, $"Element {i} is {actual[i]}, but the equations give {expected[i]}.");
        }
    }
}
