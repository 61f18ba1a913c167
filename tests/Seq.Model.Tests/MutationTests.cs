namespace Seq.Model.Tests;

/// <summary>Random damage, with the hashes made true again, so that it reaches the parsers: a model opens, or one typed error says why not.</summary>
public sealed class MutationTests : IDisposable
{
    private const int Mutations = 400; // Per file; with five files, 2,000 in all.
    private const long MaxAllocatedBytes = 32L << 20; // Per opening; a whole one takes well under one megabyte.
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Samples.Manifest, 1)]
    [InlineData(Checkpoint.DescriptionFile, 2)]
    [InlineData(Checkpoint.TargetVocabularyFile, 3)]
    [InlineData(Checkpoint.WeightsFile, 4)]
    public void A_mutated_checkpoint_opens_or_gives_a_typed_error(string file, int seed)
    {
        var path = _folder["model"];
        Samples.WriteCheckpoint(path);
        AssertSafe(path, Samples.Manifest, file, seed, () =>
        {
            using var weights = Checkpoint.Open(path).OpenWeights();
            weights.Read<float>(EncoderDecoderNames.OutputBias);
        });
    }

    [Fact]
    public void A_mutated_bundle_opens_or_gives_a_typed_error()
    {
        var path = _folder["bundle"];
        Samples.WriteBundle(path);
        AssertSafe(path, Bundle.ManifestFile, Bundle.ManifestFile, 5, () => Bundle.Open(path));
    }

    private static void AssertSafe(string folder, string manifest, string file, int seed, Action open)
    {
        var random = new Random(seed);
        var original = File.ReadAllBytes(Path.Combine(folder, file));
        var originalManifest = File.ReadAllBytes(Path.Combine(folder, manifest));
        var refused = 0;
        for (var mutation = 0; mutation < Mutations; mutation++)
        {
            File.WriteAllBytes(Path.Combine(folder, manifest), originalManifest);
            var bytes = Mutate(original, random);
            File.WriteAllBytes(Path.Combine(folder, file), bytes);
            if (file != manifest)
            {
                Samples.Rehash(folder, manifest, file);
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            var exception = Record.Exception(open);
            Assert.True(
                exception is null or SeqException,
                $"Mutation {mutation} of seed {seed} gave {exception}\n{Convert.ToBase64String(bytes)}");
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxAllocatedBytes);
            refused += exception is null ? 0 : 1;
        }

        Assert.InRange(refused, Mutations / 10, Mutations);
    }

    /// <summary>One to three changes: another byte, a byte of JSON, a piece cut out, doubled, or moved to the place of another.</summary>
    private static byte[] Mutate(byte[] original, Random random)
    {
        ReadOnlySpan<byte> json = "{}[]\",:0123456789-.eEnulltrfas\\/\0 "u8;
        List<byte> bytes = [.. original];
        for (var change = random.Next(3); change >= 0; change--)
        {
            // The header of a weights file, its first bytes, is where damage does most.
            var at = random.Next(random.Next(4) == 0 ? Math.Min(16, bytes.Count) : bytes.Count);
            var length = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] = json[random.Next(json.Length)];
                    break;
                case 2 when bytes.Count > length + 40:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count), 1));
                    break;
            }
        }

        return [.. bytes];
    }
}
