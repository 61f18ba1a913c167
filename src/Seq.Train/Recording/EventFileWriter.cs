using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Seq.Train;

/// <summary>Writes scalars to an event file that TensorBoard reads.</summary>
/// <remarks>
/// A file is a sequence of TFRecords (length, masked CRC-32C of it, data, masked CRC-32C of that), each an <c>Event</c> message of
/// tensorflow/core/util/event.proto: 1 wall_time, 2 step, 3 file_version, 5 summary { 1 value { 1 tag, 2 simple_value } },
/// 7 session_log { 1 status }.
/// </remarks>
internal sealed class EventFileWriter : IDisposable
{
    private const uint CrcMask = 0xa282ead8;
    private readonly FileStream _file;
    private readonly TimeProvider _time;

    internal EventFileWriter(string folder, TimeProvider time)
    {
        _time = time;
        Directory.CreateDirectory(folder);
        var stem = string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{time.GetUtcNow().ToUnixTimeSeconds():D10}.seq");
        var path = Path.Combine(folder, stem);
        for (var copy = 1; File.Exists(path); copy++)
        {
            path = Path.Combine(folder, $"{stem}.{copy}"); // Two starts within a second.
        }

        _file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        WriteEvent(0, message => Text(message, field: 3, "brain.Event:2"));
    }

    public void Dispose() => _file.Dispose();

    internal void Scalar(string tag, long step, double value)
    {
        using var inner = new MemoryStream();
        Text(inner, field: 1, tag);
        Single(inner, field: 2, (float)value);
        using var summary = new MemoryStream();
        Bytes(summary, field: 1, inner.ToArray());
        WriteEvent(step, message => Bytes(message, field: 5, summary.ToArray()));
    }

    /// <summary>Says that the run goes on; TensorBoard then forgets what earlier files say of this step and later ones.</summary>
    /// <param name="step">The first step that is written anew.</param>
    internal void Resumed(long step) => WriteEvent(step, message => Bytes(message, field: 7, [1 << 3, 1])); // status: START

    internal void Flush() => _file.Flush();

    /// <summary>CRC-32C, rotated and offset as TFRecord wants it, so that a CRC of data that holds CRCs stays useful.</summary>
    internal static uint MaskedCrc(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        crc = ~crc;
        return unchecked(((crc >> 15) | (crc << 17)) + CrcMask);
    }

    private void WriteEvent(long step, Action<Stream> content)
    {
        using var message = new MemoryStream();
        Span<byte> wallTime = stackalloc byte[9];
        wallTime[0] = (1 << 3) | 1;
        BinaryPrimitives.WriteDoubleLittleEndian(wallTime[1..], (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds);
        message.Write(wallTime);
        message.WriteByte(2 << 3);
        Varint(message, (ulong)step);
        content(message);

        var data = message.ToArray();
        Span<byte> head = stackalloc byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(head, data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[8..], MaskedCrc(head[..8]));
        _file.Write(head);
        _file.Write(data);
        Span<byte> tail = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(tail, MaskedCrc(data));
        _file.Write(tail);
    }

    private static void Text(Stream stream, int field, string value) => Bytes(stream, field, Encoding.UTF8.GetBytes(value));

    private static void Bytes(Stream stream, int field, byte[] value)
    {
        stream.WriteByte((byte)((field << 3) | 2));
        Varint(stream, (ulong)value.Length);
        stream.Write(value);
    }

    private static void Single(Stream stream, int field, float value)
    {
        Span<byte> bytes = stackalloc byte[5];
        bytes[0] = (byte)((field << 3) | 5);
        BinaryPrimitives.WriteSingleLittleEndian(bytes[1..], value);
        stream.Write(bytes);
    }

    private static void Varint(Stream stream, ulong value)
    {
        while (value >= 0x80)
        {
            stream.WriteByte((byte)(value | 0x80));
            value >>= 7;
        }

        stream.WriteByte((byte)value);
    }
}
