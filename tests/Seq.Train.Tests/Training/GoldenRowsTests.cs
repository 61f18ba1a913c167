using Seq.Model;

namespace Seq.Train.Tests;

public sealed class GoldenRowsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_golden_pack_holds_what_the_model_computes(bool dropping)
    {
        using var run = new ShortRun(dropping ? ShortRun.Dropping : ShortRun.Small);
        run.Start();
        var checkpoint = Checkpoint.Open(run.CheckpointPath);
        using var model = TorchModel.Load(checkpoint);
        using var golden = SafetensorsFile.Open(checkpoint.PathOf(Checkpoint.GoldenFile));
        var batch = new SequenceBatch
        {
            Source = golden.Read<long>(GoldenPack.Source),
            SourceLengths = golden.Read<long>(GoldenPack.SourceLengths),
            TargetInput = golden.Read<long>(GoldenPack.TargetInput),
            TargetOutput = golden.Read<long>(GoldenPack.TargetInput), // Not looked at here.
            TargetLengths = golden.Read<long>(GoldenPack.TargetLengths),
        };

        Assert.Equal(8, batch.Rows);
        Assert.True(batch.SourceLengths.Distinct().Count() > 1);
        Assert.Equal(model.Logits(batch).Select(value => (float)value), golden.Read<float>(GoldenPack.Logits));
        var decoded = model.DecodeGreedy(batch, batch.TargetTime + 1);
        var tokens = golden.Read<long>(GoldenPack.GreedyTokens).Chunk((int)golden.Find(GoldenPack.GreedyTokens).Shape[1]).ToArray();
        Assert.Equal(decoded.Select(row => (long)row.Length), golden.Read<long>(GoldenPack.GreedyLengths));
        for (var row = 0; row < batch.Rows; row++)
        {
            Assert.Equal(decoded[row].Select(id => (long)id), tokens[row][..decoded[row].Length]);
            Assert.All(tokens[row][decoded[row].Length..], id => Assert.Equal(10, id));
        }
    }
}
