using Seq.Export.Tests;
using Seq.Model;
using Seq.Tests;

namespace Seq.Train.Tests;

/// <summary>Each way to combine cell, depth, direction, attention, context and bridge, against the equations in double precision.</summary>
public sealed class EveryVariantTests
{
    // Double precision differs by the order of sums; single precision by some tens of roundings of 6e-8 on values near 1.
    private const double DoubleTolerance = 1e-11;
    private const double SingleTolerance = 1e-5;

    public static TheoryData<CellKind> Cells => [.. Enum.GetValues<CellKind>().Where(cell => cell != CellKind.ElmanSelu)];

    [Theory]
    [MemberData(nameof(Cells))]
    public void Logits_and_tensors_are_those_of_the_equations_and_the_description(CellKind cell)
    {
        using var folder = new TemporaryFolder();
        var random = new Random(11);
        var variants = Combinations(cell).ToArray();
        foreach (var (description, seed) in variants.Select((description, place) => (description, place)))
        {
            Check(RandomCheckpoint.Write(folder["checkpoint"], description, seed), description, random);
        }

        Assert.Equal(64, variants.Length);
    }

    private static IEnumerable<EncoderDecoderDescription> Combinations(CellKind cell) =>
        from layers in (int[])[1, 2]
        from bidirectional in (bool[])[false, true]
        from attention in (AttentionScore?[])[null, AttentionScore.Additive, AttentionScore.Dot, AttentionScore.General]
        from context in (bool[])[false, true]
        from bridge in (BridgeKind[])[BridgeKind.Copy, BridgeKind.Linear]
        select Seq.Export.Tests.Variants.Create(cell, layers, bidirectional, attention, context, bridge);

    private static void Check(Checkpoint checkpoint, EncoderDecoderDescription description, Random random)
    {
        var sources = Seq.Export.Tests.Variants.Rows(random, description.SourceVocabulary, 3, 1, 5, 3);
        var targets = Seq.Export.Tests.Variants.Rows(random, description.TargetVocabulary, 2, 4, 0, 1);
        var batch = SequenceBatch.Pad([.. sources.Zip(targets)], description.StartToken, description.EndToken);
        using var weights = checkpoint.OpenWeights();
        var tensors = description.Parameters.ToDictionary(parameter => parameter.Name, parameter => weights.Read<float>(parameter.Name));
        var reference = new ReferenceModel(description, tensors);
        using var single = TorchModel.Load(checkpoint);
        using var twice = TorchModel.Load(checkpoint, float64: true);

        var (found, exact) = (single.Logits(batch), twice.Logits(batch));

        for (var row = 0; row < batch.Rows; row++)
        {
            var expected = reference.Sequence(sources[row], [description.StartToken, .. targets[row]]);
            for (var step = 0; step < expected.Count; step++)
            {
                for (var id = 0; id < description.TargetVocabulary; id++)
                {
                    var place = (((row * batch.TargetTime) + step) * description.TargetVocabulary) + id;
                    Assert.Equal(expected[step].Logits[id], exact[place], DoubleTolerance);
                    Assert.Equal(expected[step].Logits[id], found[place], SingleTolerance);
                }
            }
        }

        using var module = new EncoderDecoder(description);
        ModuleWeights.Load(module, weights);
        Assert.Equal(description.Parameters.Select(parameter => parameter.Name).Order(), module.Named().Select(pair => pair.Name).Order());
        Assert.Equal(File.ReadAllBytes(checkpoint.PathOf(Checkpoint.WeightsFile)), Written(ModuleWeights.Save(module)));
    }

    private static byte[] Written(SafetensorsWriter writer)
    {
        using var stream = new MemoryStream();
        writer.Write(stream);
        return stream.ToArray();
    }
}
