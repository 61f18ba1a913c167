using System.Buffers.Binary;

namespace Seq.Train.Tests;

/// <summary>One event: a file version, a scalar, or the start of a session.</summary>
internal sealed record RecordedEvent(double WallTime, long Step, string? Version, string? Tag, float? Value, bool SessionStart);

/// <summary>Reads an event file byte by byte; shares no code with the writer.</summary>
internal static class EventFile
{
    internal static List<RecordedEvent> Read(string path)
    {
        var events = new List<RecordedEvent>();
        ReadOnlySpan<byte> rest = File.ReadAllBytes(path);
        while (rest.Length > 0)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(rest);
            Assert.Equal(Masked(rest[..8]), BinaryPrimitives.ReadUInt32LittleEndian(rest[8..]));
            var data = rest.Slice(12, length);
            Assert.Equal(Masked(data), BinaryPrimitives.ReadUInt32LittleEndian(rest[(12 + length)..]));
            events.Add(Parse(data));
            rest = rest[(16 + length)..];
        }

        return events;
    }

    /// <summary>CRC-32C bit by bit, with the reflected Castagnoli polynomial.</summary>
    internal static uint Crc32C(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0x82f63b78 : crc >> 1;
            }
        }

        return ~crc;
    }

    private static uint Masked(ReadOnlySpan<byte> data) => unchecked(uint.RotateRight(Crc32C(data), 15) + 0xa282ead8);

    private static RecordedEvent Parse(ReadOnlySpan<byte> message)
    {
        var read = new RecordedEvent(0, 0, null, null, null, false);
        while (Next(ref message, out var field, out var number, out var bytes))
        {
            read = field switch
            {
                1 => read with { WallTime = BitConverter.UInt64BitsToDouble(number) },
                2 => read with { Step = (long)number },
                3 => read with { Version = System.Text.Encoding.UTF8.GetString(bytes) },
                5 => Summary(read, bytes),
                7 => read with { SessionStart = Next(ref bytes, out var status, out var start, out _) && status == 1 && start == 1 },
                _ => throw new InvalidDataException($"An event has field {field}."),
            };
        }

        return read;
    }

    private static RecordedEvent Summary(RecordedEvent read, ReadOnlySpan<byte> summary)
    {
        Assert.True(Next(ref summary, out var field, out _, out var value));
        Assert.Equal((1, 0), (field, summary.Length));
        while (Next(ref value, out field, out var number, out var bytes))
        {
            read = field switch
            {
                1 => read with { Tag = System.Text.Encoding.UTF8.GetString(bytes) },
                2 => read with { Value = BitConverter.UInt32BitsToSingle((uint)number) },
                _ => throw new InvalidDataException($"A value has field {field}."),
            };
        }

        return read;
    }

    private static bool Next(ref ReadOnlySpan<byte> rest, out int field, out ulong number, out ReadOnlySpan<byte> bytes)
    {
        (field, number) = (0, 0);
        bytes = default;
        if (rest.IsEmpty)
        {
            return false;
        }

        var key = Varint(ref rest);
        field = (int)(key >> 3);
        switch (key & 7)
        {
            case 0:
                number = Varint(ref rest);
                break;
            case 1:
                number = BinaryPrimitives.ReadUInt64LittleEndian(rest);
                rest = rest[8..];
                break;
            case 2:
                var length = (int)Varint(ref rest);
                bytes = rest[..length];
                rest = rest[length..];
                break;
            default:
                number = BinaryPrimitives.ReadUInt32LittleEndian(rest);
                rest = rest[4..];
                break;
        }

        return true;
    }

    private static ulong Varint(ref ReadOnlySpan<byte> rest)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = rest[0];
            rest = rest[1..];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }
}
