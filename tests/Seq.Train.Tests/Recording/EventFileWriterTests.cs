using Seq.Tests;

namespace Seq.Train.Tests;

public sealed class EventFileWriterTests
{
    [Fact]
    public void Scalars_are_read_back_with_step_time_and_tag()
    {
        using var folder = new TemporaryFolder();
        var time = new ManualTime();
        using (var writer = new EventFileWriter(folder["events"], time))
        {
            time.Advance(TimeSpan.FromSeconds(1.5));
            writer.Scalar("loss/train", 300, 0.25);
            writer.Scalar("größe", 5_000_000_000, -1e30);
            writer.Resumed(301);
        }

        var events = EventFile.Read(Assert.Single(Directory.GetFiles(folder["events"])));

        var begin = ManualTime.Begin.ToUnixTimeSeconds();
        Assert.Equal(
            [
                new(begin, 0, "brain.Event:2", null, null, false),
                new(begin + 1.5, 300, null, "loss/train", 0.25f, false),
                new(begin + 1.5, 5_000_000_000, null, "größe", -1e30f, false),
                new(begin + 1.5, 301, null, null, null, true),
            ],
            events);
    }

    [Fact]
    public void Histograms_hold_the_moments_and_the_buckets_of_TensorFlow()
    {
        using var folder = new TemporaryFolder();
        using (var writer = new EventFileWriter(folder["events"], new ManualTime()))
        {
            writer.Histogram("weights/a", 7, [0, 0.5f, 0.5f, -2, float.NaN, float.PositiveInfinity]);
            writer.Histogram("weights/nothing", 7, [float.NaN]);
        }

        var events = EventFile.Read(Directory.GetFiles(folder["events"]).Single());

        var histogram = events[1].Histogram!;
        Assert.Equal((2, 7, "weights/a"), (events.Count, events[1].Step, events[1].Tag));
        Assert.Equal((-2, 0.5, 4, -1, 4.5), (histogram.Min, histogram.Max, histogram.Count, histogram.Sum, histogram.SumOfSquares));
        Assert.Equal(4, histogram.Counts.Sum());
        Assert.Equal((1, 1, 2), (CountAt(histogram, -2), CountAt(histogram, 0), CountAt(histogram, 0.5)));
    }

    [Fact]
    public void A_text_is_a_scalar_tensor_of_the_text_plugin()
    {
        using var folder = new TemporaryFolder();
        using (var writer = new EventFileWriter(folder["events"], new ManualTime()))
        {
            writer.Text("sample", 3, "größer als **fett**");
        }

        var text = EventFile.Read(Directory.GetFiles(folder["events"]).Single())[1];

        Assert.Equal(("sample", 3), (text.Tag, text.Step));
        Assert.Equal(new("größer als **fett**", "text", DataType: 7, DataClass: 2), text.Text);
    }

    [Fact]
    public void A_checksum_is_the_masked_CRC_32C()
    {
        var digits = "123456789"u8;

        // RFC 3720's check value, then TFRecord's mask: rotate right by 15 bits and add a282ead8.
        Assert.Equal(0xe3069283, EventFile.Crc32C(digits));
        Assert.Equal(unchecked(uint.RotateRight(0xe3069283, 15) + 0xa282ead8), EventFileWriter.MaskedCrc(digits));
    }

    [Fact]
    public void Two_writers_in_a_second_write_two_files_that_TensorBoard_finds()
    {
        using var folder = new TemporaryFolder();
        var time = new ManualTime();
        using (var first = new EventFileWriter(folder["events"], time))
        using (var second = new EventFileWriter(folder["events"], time))
        {
            first.Scalar("a", 1, 1);
            second.Scalar("b", 2, 2);
        }

        var files = Directory.GetFiles(folder["events"]).Order(StringComparer.Ordinal).ToArray();

        Assert.Equal(2, files.Length);
        Assert.All(files, file => Assert.Contains("tfevents", Path.GetFileName(file), StringComparison.Ordinal));
        Assert.Equal(["a", "b"], files.Select(file => EventFile.Read(file)[1].Tag));
    }

    [Fact]
    public void What_was_flushed_can_be_read_while_the_run_goes_on()
    {
        using var folder = new TemporaryFolder();
        using var writer = new EventFileWriter(folder["events"], TimeProvider.System);
        writer.Scalar("a", 1, 1);
        writer.Flush();

        var copy = folder["copy"];
        File.Copy(Directory.GetFiles(folder["events"]).Single(), copy);
        Assert.Equal("a", EventFile.Read(copy)[1].Tag);
    }

    /// <summary>The bucket of a value: the first whose limit is above it.</summary>
    private static double CountAt(RecordedHistogram histogram, double value) => histogram.Counts[Array.FindIndex(histogram.Limits, limit => limit > value)];
}
