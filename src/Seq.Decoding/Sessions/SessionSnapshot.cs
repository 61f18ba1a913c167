using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Seq.Decoding.Search;

namespace Seq.Decoding.Sessions;

/// <summary>A session at one moment: immutable, and restored any number of times. It can be kept as bytes.</summary>
/// <remarks>
/// Its size is that of the state of each live row, plus a few bytes for each token so far. Layout of the bytes, version 1, numbers little-endian:
/// <code>
/// "SEQS"  uint32 version
/// int32   kind of search (1 rows, 2 beam, 3 stochastic beam), beam size, groups, hypotheses, alternatives, attention (0 or 1),
///         vocabulary size, inputs, steps
/// int32   length, then as many bytes: the search, as this version of the format lays it out
/// int32   number of rows; for each row
///   int32   number of tensors; for each tensor
///     int32   length, then as many bytes of UTF-8: the name
///     int32   element type (StateElement), int32 rank, int32 × rank the shape
///     bytes   the numbers in row-major order
/// 32 bytes  SHA-256 of all bytes before
/// </code>
/// </remarks>
public sealed class SessionSnapshot
{
    private const int Version = 1;
    private static readonly byte[] Magic = "SEQS"u8.ToArray();
    private readonly SearchShape _shape;
    private readonly int _vocabularySize;

    internal SessionSnapshot(SearchShape shape, int vocabularySize, int inputs, int steps, byte[] searchState, ImmutableArray<RowState> rows)
    {
        (_shape, _vocabularySize, Inputs, Steps, SearchState, Rows) = (shape, vocabularySize, inputs, steps, searchState, rows);
    }

    /// <summary>The number of inputs.</summary>
    public int Inputs { get; }

    /// <summary>How many steps the session had taken.</summary>
    public int Steps { get; }

    /// <summary>The state of each live row of the model, [live rows].</summary>
    public ImmutableArray<RowState> Rows { get; }

    internal byte[] SearchState { get; }

    /// <summary>The snapshot as bytes, in the layout of the remarks.</summary>
    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(Version);
        foreach (var number in new[]
        {
            _shape.Kind, _shape.BeamSize, _shape.BeamGroups, _shape.HypothesisCount, _shape.AlternativeCount, _shape.RecordsAttention ? 1 : 0,
            _vocabularySize, Inputs, Steps, SearchState.Length,
        })
        {
            writer.Write(number);
        }

        writer.Write(SearchState);
        writer.Write(Rows.Length);
        foreach (var row in Rows)
        {
            writer.Write(row.Tensors.Length);
            foreach (var tensor in row.Tensors)
            {
                Write(writer, tensor);
            }
        }

        writer.Flush();
        writer.Write(SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
        return bytes.ToArray();
    }

    /// <summary>A snapshot from its bytes.</summary>
    /// <param name="bytes">What <see cref="ToBytes"/> returned.</param>
    /// <exception cref="SnapshotException">These are not the bytes of a snapshot, or those of another version, or they were cut off or changed.</exception>
    public static SessionSnapshot FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith(Magic))
        {
            throw new SnapshotException("These bytes are no saved session: they do not begin with SEQS.");
        }

        var version = bytes.Length < 8 ? 0 : BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        if (version != Version)
        {
            throw new SnapshotException(
                $"The saved session is of format version {version}, but this library reads {Version}. Save it again with the version that restores it.");
        }

        if (bytes.Length < 8 + SHA256.HashSizeInBytes || !SHA256.HashData(bytes[..^SHA256.HashSizeInBytes]).AsSpan().SequenceEqual(bytes[^SHA256.HashSizeInBytes..]))
        {
            throw new SnapshotException("The saved session is damaged: its bytes do not have the SHA-256 at their end. Save it again.");
        }

        try
        {
            return Read(bytes[8..^SHA256.HashSizeInBytes].ToArray());
        }
        catch (Exception exception) when (exception is EndOfStreamException or ArgumentException or OverflowException)
        {
            throw new SnapshotException($"The saved session contradicts its own lengths: {exception.Message}");
        }
    }

    /// <summary>Throws unless the options and the model are of the shape that was saved.</summary>
    internal void CheckFits(SearchOptions options, int vocabularySize)
    {
        StateExchange.Require(Inputs >= 1 && Steps >= 0, $"it has {Inputs} inputs after {Steps} steps");
        if (SearchShape.Of(options) != _shape)
        {
            throw new SnapshotException($"The session was saved from {_shape}, but shall go on as {SearchShape.Of(options)}. Restore it with the options it was saved with.");
        }

        if (vocabularySize != _vocabularySize)
        {
            throw new SnapshotException($"The session was saved with a vocabulary of {_vocabularySize} tokens, but the model has {vocabularySize}. Restore it with the model it was saved with.");
        }
    }

    private static void Write(BinaryWriter writer, StateTensor tensor)
    {
        var name = Encoding.UTF8.GetBytes(tensor.Name);
        writer.Write(name.Length);
        writer.Write(name);
        writer.Write((int)tensor.Element);
        writer.Write(tensor.Shape.Length);
        foreach (var dimension in tensor.Shape)
        {
            writer.Write(dimension);
        }

        writer.Write(tensor.Bytes);
    }

    private static SessionSnapshot Read(byte[] payload)
    {
        using var reader = new BinaryReader(new MemoryStream(payload), Encoding.UTF8);
        var shape = new SearchShape(
            reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32() != 0);
        var (vocabularySize, inputs, steps) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        var searchState = Bytes(reader, reader.ReadInt32());
        var rows = new List<RowState>();
        for (var row = reader.ReadInt32(); row > 0; row--)
        {
            var tensors = new List<StateTensor>();
            for (var tensor = reader.ReadInt32(); tensor > 0; tensor--)
            {
                tensors.Add(ReadTensor(reader));
            }

            rows.Add(new RowState([.. tensors]));
        }

        return new SessionSnapshot(shape, vocabularySize, inputs, steps, searchState, [.. rows]);
    }

    private static StateTensor ReadTensor(BinaryReader reader)
    {
        var name = Encoding.UTF8.GetString(Bytes(reader, reader.ReadInt32()));
        var element = (StateElement)reader.ReadInt32();
        var dimensions = Bytes(reader, checked(4 * reader.ReadInt32()));
        var shape = new int[dimensions.Length / 4];
        long size = StateTensor.SizeOf(element);
        for (var i = 0; i < shape.Length; i++)
        {
            shape[i] = BinaryPrimitives.ReadInt32LittleEndian(dimensions.AsSpan(4 * i));
            size = checked(size * shape[i]);
        }

        return StateTensor.FromBytes(name, element, shape, Bytes(reader, checked((int)size)));
    }

    private static byte[] Bytes(BinaryReader reader, int count) =>
        count >= 0 && count <= reader.BaseStream.Length - reader.BaseStream.Position
            ? reader.ReadBytes(count)
            : throw new EndOfStreamException($"{count} bytes are announced where {reader.BaseStream.Length - reader.BaseStream.Position} are left.");
}
