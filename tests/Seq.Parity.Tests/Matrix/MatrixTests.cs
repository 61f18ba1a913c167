using System.Globalization;
using Seq.Model;

namespace Seq.Parity.Tests;

/// <summary>Parity over models drawn at random. A small matrix here; eng/parity-matrix.sh asks for the full one by environment variables.</summary>
public sealed class MatrixTests
{
    private const int FewModels = 40;
    private const int FullMatrix = 420;

    [Fact]
    public void Models_drawn_at_random_pass_parity_in_every_form()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("SEQ_PARITY_MODELS"), CultureInfo.InvariantCulture, out var asked) ? asked : FewModels;
        var rows = Matrix.Run(count, Environment.GetEnvironmentVariable("SEQ_PARITY_LOG"));
        if (Environment.GetEnvironmentVariable("SEQ_PARITY_TABLE") is { Length: > 0 } table)
        {
            File.WriteAllText(table, MatrixTable.Of(rows));
        }

        Assert.Equal(count, rows.Count);
        Assert.All(rows, row => Assert.True(row.Passed, $"Model {row.Number}, a {row.Kind} of {row.Cell}: {row.Failure} {RandomModels.Describe(row.Number)}"));
        Assert.Contains(rows, row => row.TrainerError > 0);
    }

    [Fact]
    public void The_full_matrix_holds_every_cell_in_every_kind_depth_and_direction_and_every_choice_of_a_description()
    {
        var models = Enumerable.Range(0, FullMatrix).Select(RandomModels.Describe).ToList();
        var pairs = models.OfType<EncoderDecoderDescription>().ToList();
        var languages = models.OfType<LanguageModelDescription>().ToList();
        var classifiers = models.OfType<ClassifierDescription>().ToList();

        Assert.Equal(4 * Enum.GetValues<CellKind>().Length * 3, models.Select(model => (model.Kind, MatrixRow.CellOf(model), LayersOf(model).Layers)).Distinct().Count());
        Assert.Equal(Enum.GetValues<AttentionScore>().Length * 2, pairs.Where(model => model.Attention is not null).Select(model => (model.Attention!.Score, model.Attention.Placement)).Distinct().Count());
        Assert.All(Enum.GetValues<BridgeKind>(), bridge => Assert.Contains(pairs, model => model.Bridge == bridge));
        Assert.All(Enum.GetValues<PoolingKind>(), pooling => Assert.Contains(classifiers, model => model.Pooling == pooling && model.Convolution is not null));
        Assert.All(Enum.GetValues<CellActivation>(), activation => Assert.Contains(models, model => LayersOf(model).Activation == activation));
        Assert.Contains(pairs, model => model.Encoder.Bidirectional && model.Bridge == BridgeKind.Copy);
        Assert.Contains(pairs, model => model.Attention is { InputFeeding: true, Coverage: true });
        Assert.Contains(pairs, model => model.WithoutFeedback);
        Assert.Contains(pairs, model => model.TiedEmbeddings);
        Assert.Contains(pairs, model => model.SharedEmbeddings);
        Assert.Contains(languages, model => model.WindowAttention is not null && model.AdaptiveSoftmax is not null);
        Assert.Contains(languages, model => model.TiedEmbeddings);
        Assert.Contains(languages, model => model.EndToken is null);
        Assert.Contains(models, model => LayersOf(model) is { LayerNorm: true, Projection: not null });
        Assert.Contains(models, model => LayersOf(model) is { Residual: true, Layers: 3 });
        Assert.Contains(classifiers, model => model.Output == ClassifierOutput.Sigmoid);
    }

    private static RecurrentLayers LayersOf(ModelDescription model) => model switch
    {
        EncoderDecoderDescription pair => pair.Decoder,
        LanguageModelDescription language => language.Layers,
        ClassifierDescription classifier => classifier.Layers,
        _ => ((TaggerDescription)model).Layers,
    };
}
