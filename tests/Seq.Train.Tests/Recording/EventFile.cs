using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Seq.Train.Tests;

/// <summary>One event: a file version, a scalar, a histogram, a text, or the start of a session.</summary>
internal sealed record RecordedEvent(double WallTime, long Step, string? Version, string? Tag, float? Value, bool SessionStart)
{
    internal RecordedHistogram? Histogram { get; init; }

    internal RecordedText? Text { get; init; }
}

/// <summary>A histogram as it stands in the file.</summary>
internal sealed record RecordedHistogram(double Min, double Max, double Count, double Sum, double SumOfSquares, double[] Limits, double[] Counts);

/// <summary>A text, and what tells TensorBoard that it is one.</summary>
internal sealed record RecordedText(string Text, string Plugin, int DataType, int DataClass);

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
                5 => read with { Histogram = Histogram(bytes) },
                8 => read with { Text = Tensor(bytes) },
                9 => read with { Text = Metadata(read.Text!, bytes) },
                _ => throw new InvalidDataException($"A value has field {field}."),
            };
        }

        return read;
    }

    private static RecordedHistogram Histogram(ReadOnlySpan<byte> message)
    {
        var numbers = new double[6];
        double[] limits = [], counts = [];
        while (Next(ref message, out var field, out var number, out var bytes))
        {
            switch (field)
            {
                case <= 5:
                    numbers[field] = BitConverter.UInt64BitsToDouble(number);
                    break;
                case 6:
                    limits = MemoryMarshal.Cast<byte, double>(bytes).ToArray();
                    break;
                default:
                    Assert.Equal(7, field);
                    counts = MemoryMarshal.Cast<byte, double>(bytes).ToArray();
                    break;
            }
        }

        return new(numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], limits, counts);
    }

    private static RecordedText Tensor(ReadOnlySpan<byte> message)
    {
        Assert.True(Next(ref message, out var field, out var type, out _));
        Assert.Equal(1, field);
        Assert.True(Next(ref message, out field, out _, out var shape));
        Assert.Equal((2, 0), (field, shape.Length)); // No dimensions: a scalar.
        Assert.True(Next(ref message, out field, out _, out var text));
        Assert.Equal((8, 0), (field, message.Length));
        return new(System.Text.Encoding.UTF8.GetString(text), "", (int)type, 0);
    }

    private static RecordedText Metadata(RecordedText text, ReadOnlySpan<byte> message)
    {
        Assert.True(Next(ref message, out var field, out _, out var plugin));
        Assert.Equal(1, field);
        Assert.True(Next(ref plugin, out field, out _, out var name));
        Assert.Equal(1, field);
        Assert.True(Next(ref message, out field, out var dataClass, out _));
        Assert.Equal(4, field);
        return text with { Plugin = System.Text.Encoding.UTF8.GetString(name), DataClass = (int)dataClass };
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
