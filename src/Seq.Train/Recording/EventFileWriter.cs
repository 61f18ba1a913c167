using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace Seq.Train;

/// <summary>Writes scalars, histograms and texts to an event file that TensorBoard reads.</summary>
/// <remarks>
/// A file is a sequence of TFRecords (length, masked CRC-32C of it, data, masked CRC-32C of that), each an <c>Event</c> message of
/// tensorflow/core/util/event.proto: 1 wall_time, 2 step, 3 file_version, 5 summary { 1 value }, 7 session_log { 1 status }. A value (summary.proto) is
/// 1 tag with 2 simple_value, or 5 histo { 1 min, 2 max, 3 num, 4 sum, 5 sum_squares, 6 bucket_limit, 7 bucket }, or, for a text,
/// 8 tensor { 1 dtype, 2 tensor_shape, 8 string_val } and 9 metadata { 1 plugin_data { 1 plugin_name }, 4 data_class }.
/// </remarks>
internal sealed class EventFileWriter : IDisposable
{
    private const uint CrcMask = 0xa282ead8;
    private const int StringType = 7;      // DT_STRING
    private const int TensorData = 2;      // DATA_CLASS_TENSOR
    private const int SessionStart = 1;    // SessionLog.START
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
        Write(Event(0).Text(3, "brain.Event:2"));
    }

    public void Dispose() => _file.Dispose();

    internal void Scalar(string tag, long step, double value) => WriteValue(step, new ProtoMessage().Text(1, tag).Single(2, (float)value));

    /// <summary>Writes a histogram of numbers, such as a tensor's; without a finite one, nothing.</summary>
    internal void Histogram(string tag, long step, ReadOnlySpan<float> values)
    {
        var histogram = new ValueHistogram();
        histogram.Add(values);
        if (histogram.Count == 0)
        {
            return;
        }

        var (limits, counts) = histogram.Buckets();
        var message = new ProtoMessage()
            .Double(1, histogram.Min).Double(2, histogram.Max).Double(3, histogram.Count).Double(4, histogram.Sum).Double(5, histogram.SumOfSquares)
            .Doubles(6, limits).Doubles(7, counts);
        WriteValue(step, new ProtoMessage().Text(1, tag).Message(5, message));
    }

    /// <summary>Writes a text, which TensorBoard shows as Markdown.</summary>
    internal void Text(string tag, long step, string text)
    {
        var tensor = new ProtoMessage().Integer(1, StringType).Message(2, new ProtoMessage()).Text(8, text); // No dimension: one text.
        var metadata = new ProtoMessage().Message(1, new ProtoMessage().Text(1, "text")).Integer(4, TensorData);
        WriteValue(step, new ProtoMessage().Text(1, tag).Message(8, tensor).Message(9, metadata));
    }

    /// <summary>Says that the run goes on; TensorBoard then forgets what earlier files say of this step and later ones.</summary>
    /// <param name="step">The first step that is written anew.</param>
    internal void Resumed(long step) => Write(Event(step).Message(7, new ProtoMessage().Integer(1, SessionStart)));

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

    private ProtoMessage Event(long step) => new ProtoMessage().Double(1, (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds).Integer(2, step);

    private void WriteValue(long step, ProtoMessage value) => Write(Event(step).Message(5, new ProtoMessage().Message(1, value)));

    private void Write(ProtoMessage message)
    {
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
}
