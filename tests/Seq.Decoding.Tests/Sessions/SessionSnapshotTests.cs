using System.Security.Cryptography;
using Seq.Decoding.Sessions;
using Seq.Decoding.Tests.Models;

namespace Seq.Decoding.Tests.Sessions;

public sealed class SessionSnapshotTests
{
    private static readonly SearchOptions Options = new() { StartToken = 0, EndTokens = [1], MaxLength = 9 };

    private static readonly byte[] Good = Saved(Options);

    [Fact]
    public void Any_byte_changed_and_any_cut_is_noticed()
    {
        for (var at = 0; at < Good.Length; at++)
        {
            var changed = Good.ToArray();
            changed[at] ^= 0x40;
            Assert.Throws<SnapshotException>(() => SessionSnapshot.FromBytes(changed));
            Assert.Throws<SnapshotException>(() => SessionSnapshot.FromBytes(Good.AsSpan(0, at)));
        }

        Assert.Equal(Good, SessionSnapshot.FromBytes(Good).ToBytes());
    }

    [Fact]
    public void Faults_say_what_they_are()
    {
        Assert.Equal("These bytes are no saved session: they do not begin with SEQS.", Fault([1, 2, 3, 4]));
        var later = Good.ToArray();
        later[4] = 2;
        Assert.Equal("The saved session is of format version 2, but this library reads 1. Save it again with the version that restores it.", Fault(later));
        var damaged = Good.ToArray();
        damaged[20]++;
        Assert.Equal("The saved session is damaged: its bytes do not have the SHA-256 at their end. Save it again.", Fault(damaged));
    }

    [Fact]
    public void Lengths_that_lie_under_a_right_checksum_are_noticed()
    {
        for (var at = 8 + (9 * 4); at + 4 < Good.Length - 32; at += 4)
        {
            var changed = Good.ToArray();
            BitConverter.TryWriteBytes(changed.AsSpan(at), int.MaxValue);
            SHA256.HashData(changed.AsSpan(0, changed.Length - 32)).CopyTo(changed.AsSpan(changed.Length - 32));
            try
            {
                SessionSnapshot.FromBytes(changed); // A number that is no length may be any.
            }
            catch (SnapshotException)
            {
                continue;
            }
        }

        var lying = Good.ToArray();
        BitConverter.TryWriteBytes(lying.AsSpan(8 + (9 * 4)), int.MaxValue); // The length of the search.
        SHA256.HashData(lying.AsSpan(0, lying.Length - 32)).CopyTo(lying.AsSpan(lying.Length - 32));
        Assert.StartsWith("The saved session contradicts its own lengths: 2147483647 bytes are announced where ", Fault(lying), StringComparison.Ordinal);
    }

    public static TheoryData<string> Searches => ["greedy", "samples", "alternatives", "beam", "groups", "stochastic", "finished", "begun"];

    [Theory]
    [MemberData(nameof(Searches))]
    public void A_state_that_lies_under_a_right_checksum_is_refused_or_goes_on(string name)
    {
        var options = Search(name);
        var good = Saved(options, steps: name switch { "begun" => 0, "finished" => 20, _ => 3 });
        const int Begin = 8 + (9 * 4) + 4; // Of the state of the search.
        var length = BitConverter.ToInt32(good, Begin - 4);
        var refused = 0;
        for (var at = Begin; at + 4 <= Begin + length; at++)
        {
            foreach (var lie in new[] { -1, int.MaxValue, 1 << 28, BitConverter.ToInt32(good, at) + 1 })
            {
                refused += IsRefused(good, at, lie, options) ? 1 : 0;
            }
        }

        Assert.False(IsRefused(good, Begin, BitConverter.ToInt32(good, Begin), options));
        Assert.InRange(refused, length / 2, 4 * length);
    }

    [Fact]
    public void A_header_that_lies_under_a_right_checksum_is_refused()
    {
        foreach (var at in new[] { 8 + (7 * 4), 8 + (8 * 4) }) // Inputs and steps.
        {
            Assert.True(IsRefused(Good, at, -1, Options));
        }

        Assert.True(IsRefused(Good, 8 + (7 * 4), 1, Options));
        Assert.True(IsRefused(Good, 8 + (7 * 4), int.MaxValue, Options));
    }

    /// <summary>Whether a number put into a snapshot is noticed; where it is not, the session must go on, in whatever direction.</summary>
    private static bool IsRefused(byte[] good, int at, int number, SearchOptions options)
    {
        var changed = good.ToArray();
        BitConverter.TryWriteBytes(changed.AsSpan(at), number);
        SHA256.HashData(changed.AsSpan(0, changed.Length - 32)).CopyTo(changed.AsSpan(changed.Length - 32));
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var session = DecodingSession.Restore(Model(options.RowsPerInput), options, SessionSnapshot.FromBytes(changed));
            try
            {
                for (var step = 0; step < 12 && session.Next(); step++)
                {
                }

                Assert.All(session.Peek(), result => Assert.NotNull(result.Best));
            }
            catch (DecodingException)
            {
                // Numbers that lead nowhere.
            }

            return false;
        }
        catch (SnapshotException)
        {
            return true;
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }
    }

    private static SearchOptions Search(string name) => name switch
    {
        "samples" => Options with { Sampling = new() { Seed = 3, Mirostat = new() }, HypothesisCount = 3 },
        "alternatives" => Options with { AlternativesAt = 1, HypothesisCount = 3, AlternativeCount = 2 },
        "beam" => Options with { BeamSize = 3, HypothesisCount = 2, KeepAttention = true, AlternativeCount = 2, CoveragePenalty = CoveragePenalty.Wu(0.2) },
        "groups" => Options with { BeamSize = 4, BeamGroups = 2, DiversityPenalty = 0.5 },
        "stochastic" => Options with { BeamSize = 3, HypothesisCount = 3, StochasticBeam = new() { Seed = 4 } },
        "finished" => Options with { BeamSize = 2 },
        _ => Options with { KeepAttention = true },
    };

    [Fact]
    public void Another_search_vocabulary_or_model_is_refused()
    {
        var snapshot = SessionSnapshot.FromBytes(Good);

        Assert.Equal(
            "The session was saved from greedy search or sampling with BeamSize 1, BeamGroups 1, HypothesisCount 1, AlternativeCount 0, but shall go on as "
                + "beam search with BeamSize 2, BeamGroups 1, HypothesisCount 1, AlternativeCount 0. Restore it with the options it was saved with.",
            Assert.Throws<SnapshotException>(() => DecodingSession.Restore(Model(), Options with { BeamSize = 2 }, snapshot)).Message);
        Assert.Equal(
            "The session was saved with a vocabulary of 6 tokens, but the model has 7. Restore it with the model it was saved with.",
            Assert.Throws<SnapshotException>(() => DecodingSession.Restore(new HashModel(new HashDistribution(7), [1], 1), Options, snapshot)).Message);
    }

    [Fact]
    public void What_the_snapshot_knows_is_not_asked_again()
    {
        var error = Assert.Throws<DecodingRequestException>(() => DecodingSession.Restore(
            Model(), Options, SessionSnapshot.FromBytes(Good), new() { StartTokens = [0, 0], RowKeys = [1, 2], Processors = [null] }));

        Assert.Equal(
            [
                "StartTokens is set, but a restored session has it from its snapshot. Leave it null.",
                "RowKeys is set, but a restored session has it from its snapshot. Leave it null.",
                "Processors has 1 entries for 2 inputs; give one per input.",
            ],
            error.Problems);
    }

    [Fact]
    public void A_state_is_held_to_its_name_type_and_shape()
    {
        var row = new RowState([StateTensor.From<float>("h", [2, 1], [1f, 2f])]);

        Assert.Equal([1f, 2f], row.Require("h", StateElement.Float32, [2, -1]).Values<float>().ToArray());
        Assert.Equal(
            "The saved row has no state 'c', only 'h'. Restore it with the model that saved it.",
            Assert.Throws<SnapshotException>(() => row.Require("c", StateElement.Float32, [2, 1])).Message);
        Assert.Equal(
            "State 'h' is Float32 [2, 1] in the saved row, but Float16 [2, 1] in the model. Restore it with the model that saved it.",
            Assert.Throws<SnapshotException>(() => row.Require("h", StateElement.Float16, [2, 1])).Message);
        Assert.Throws<SnapshotException>(() => row.Require("h", StateElement.Float32, [3, 1]));
        Assert.Throws<ArgumentException>(() => row.Tensors[0].Values<int>());
        Assert.Throws<ArgumentException>(() => StateTensor.From<float>("h", [3], [1f]));
        Assert.Throws<ArgumentException>(() => StateTensor.From<char>("h", [1], ['a']));
    }

    [Fact]
    public void Every_type_of_number_comes_back()
    {
        Assert.Equal(new Half[] { (Half)1.5f }, Round<Half>([(Half)1.5f]));
        Assert.Equal([1.5f, float.NaN], Round([1.5f, float.NaN]));
        Assert.Equal([Math.PI], Round([Math.PI]));
        Assert.Equal([int.MinValue], Round([int.MinValue]));
        Assert.Equal([long.MaxValue], Round([long.MaxValue]));
        Assert.Equal<byte>([7, 255], Round<byte>([7, 255]));

        static T[] Round<T>(T[] values)
            where T : unmanaged
        {
            var shape = SearchShape.Of(Options);
            var snapshot = new SessionSnapshot(shape, 6, 1, 0, [], [new RowState([StateTensor.From<T>("Zustand 状態", [1, values.Length], values)])]);
            var tensor = SessionSnapshot.FromBytes(snapshot.ToBytes()).Rows[0].Tensors[0];
            Assert.Equal("Zustand 状態", tensor.Name);
            return tensor.Values<T>().ToArray();
        }
    }

    private static byte[] Saved(SearchOptions options, int steps = 2)
    {
        var session = new DecodingSession(Model(options.RowsPerInput), options);
        while (session.Steps < steps && session.Next())
        {
        }

        return session.Save().ToBytes();
    }

    private static string Fault(byte[] bytes) => Assert.Throws<SnapshotException>(() => SessionSnapshot.FromBytes(bytes)).Message;

    private static HashModel Model(int rowsPerInput = 1) => new(new HashDistribution(6), [1, 2], rowsPerInput);
}
