using System.Buffers.Binary;

namespace Seq.Model.Tests.Safetensors;

public sealed class SafetensorsAttackTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder["x.safetensors"];

    public void Dispose() => _folder.Dispose();

    internal static void Write(string path, string header, byte[] data, ulong? length = null)
    {
        var bytes = Samples.Utf8(header);
        var prefix = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, length ?? (ulong)bytes.Length);
        File.WriteAllBytes(path, [.. prefix, .. bytes, .. data]);
    }

    [Fact]
    public void A_file_cut_at_any_byte_is_refused()
    {
        Samples.Weights(Samples.Description).Write(FilePath);
        var whole = File.ReadAllBytes(FilePath);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(FilePath, whole[..length]);
            AssertRefused("");
        }
    }

    [Fact]
    public void Data_behind_the_last_tensor_is_refused()
    {
        Samples.Weights(Samples.Description).Write(FilePath);
        File.AppendAllText(FilePath, "x");
        AssertRefused("bytes of data");
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(1UL)]
    [InlineData(57UL)]
    [InlineData(100_000_001UL)]
    [InlineData(0x7FFF_FFFFUL)]
    [InlineData(0x8000_0000UL)]
    [InlineData(long.MaxValue)]
    [InlineData(0x8000_0000_0000_0000UL)]
    [InlineData(ulong.MaxValue)]
    public void A_header_length_that_is_not_the_headers_is_refused(ulong length)
    {
        Write(FilePath, """{"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", [1], length);
        AssertRefused("");
    }

    [Theory]
    [InlineData("U8", "[2]", "[0,2]", "[1,3]", "U8", "[2]", "begins at byte 1")]
    [InlineData("U8", "[2]", "[0,2]", "[0,2]", "U8", "[2]", "begins at byte 0")]
    [InlineData("U8", "[2]", "[0,2]", "[3,5]", "U8", "[2]", "begins at byte 3")]
    [InlineData("U8", "[2]", "[2,4]", "[4,6]", "U8", "[2]", "begins at byte 2")]
    [InlineData("U8", "[2]", "[0,2]", "[4,2]", "U8", "[2]", "two ascending offsets")]
    [InlineData("U8", "[2]", "[0,2]", "[-2,0]", "U8", "[2]", "two ascending offsets")]
    [InlineData("U8", "[2]", "[0,2]", "[2]", "U8", "[2]", "two ascending offsets")]
    [InlineData("U8", "[2]", "[0,2]", "[2,3,4]", "U8", "[2]", "two ascending offsets")]
    [InlineData("U8", "[2]", "[0,2]", "[2,5]", "U8", "[2]", "needs 2 bytes")]
    [InlineData("U8", "[2]", "[0,2]", "[2,9223372036854775807]", "U8", "[9223372036854775805]", "impossible shape")]
    [InlineData("U8", "[2]", "[0,2]", "[2,4]", "U8", "[-1,-2]", "impossible shape")]
    [InlineData("U8", "[2]", "[0,2]", "[2,4]", "U8", "[4294967296,4294967296]", "impossible shape")]
    [InlineData("U8", "[2]", "[0,2]", "[2,4]", "F64", "[2305843009213693953]", "impossible shape")]
    [InlineData("U8", "[2]", "[0,2]", "[2,4]", "U8", "[1e400]", "not the JSON")]
    [InlineData("U8", "[2]", "[0,2]", "[2,4]", "U8", "[2.5]", "not the JSON")]
    [InlineData("U8", "[2]", "[0,2]", "[2,4]", "U8", "[NaN]", "not the JSON")]
    [InlineData("U8", "[2]", "[0,2]", "[2,4]", "U8", "[\"2\"]", "not the JSON")]
    [InlineData("U8", "[2]", "[0,2]", "[2,4]", "U8", "2", "not the JSON")]
    [InlineData("U8", "[2]", "[0,2]", "[2,4]", "U8", "null", "not the JSON")]
    [InlineData("U8", "[2]", "[0,2]", "null", "U8", "[2]", "not the JSON")]
    [InlineData("U8", "[2]", "[0,2]", "[2,4]", "U8", "[[[[[[2]]]]]]", "not the JSON")]
    [InlineData("U8", "[2]", "[0,2]", "[2,4]", "BF16", "[2]", "element type BF16")]
    [InlineData("U8", "[2]", "[0,2]", "[2,4]", "u8", "[2]", "element type u8")]
    [InlineData("U8", "[2]", "[0,2]", "[2,99]", "U8", "[97]", "cover 99 bytes")]
    public void Tensors_that_do_not_cover_the_data_exactly_are_refused(
        string type, string shape, string offsets, string secondOffsets, string secondType, string secondShape, string expected)
    {
        Write(
            FilePath,
            $"{{\"a\":{Entry(type, shape, offsets)},\"b\":{Entry(secondType, secondShape, secondOffsets)}}}",
            new byte[6]);
        AssertRefused(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{} x")]
    [InlineData("{\"a\":1}")]
    [InlineData("{\"a\":{}}")]
    [InlineData("{\"a\":{\"dtype\":1,\"shape\":[0],\"data_offsets\":[0,0]}}")]
    [InlineData("{\"a\":{\"shape\":[0],\"data_offsets\":[0,0]}}")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"data_offsets\":[0,0]}}")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[0]}}")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]},\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]},\"\\u0061\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}")]
    [InlineData("{\"\\ud800\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}")]
    [InlineData("{\"__metadata__\":{\"a\":1}}")]
    [InlineData("{\"__metadata__\":{\"a\":null}}")]
    [InlineData("{\"__metadata__\":null}")]
    [InlineData("{\"__metadata__\":[]}")]
    public void A_header_of_another_form_is_refused(string header)
    {
        Write(FilePath, header, []);
        AssertRefused("");
    }

    [Fact]
    public void Deep_nesting_and_endless_shapes_are_refused()
    {
        Write(FilePath, "{\"a\":" + new string('[', 1_000_000), []);
        AssertRefused("");
        Write(FilePath, "{\"a\":{\"dtype\":\"U8\",\"data_offsets\":[0,0],\"shape\":[" + string.Join(',', Enumerable.Repeat(0, 100_000)) + "]}}", []);
        AssertRefused("has 100000 dimensions");
    }

    [Fact]
    public void A_name_from_the_file_neither_floods_nor_steers_the_terminal()
    {
        Write(FilePath, "{\"\\u001b[2J" + new string('x', 100_000) + "\":{\"dtype\":\"F8\",\"shape\":[0],\"data_offsets\":[0,0]}}", []);
        var message = AssertRefused("Tensor '");
        Assert.True(message.Length < 1_500);
        Assert.DoesNotContain('\u001b', message);
    }

    [Fact]
    public void A_header_that_is_not_utf_8_is_refused()
    {
        Write(FilePath, "{\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}", []);
        var bytes = File.ReadAllBytes(FilePath);
        bytes[10] = 0xff;
        File.WriteAllBytes(FilePath, bytes);
        AssertRefused("");
    }

    [Fact]
    public void A_claim_of_gigabytes_allocates_nothing_large()
    {
        Write(FilePath, """{"w":{"dtype":"F32","shape":[500000000],"data_offsets":[0,2000000000]}}""", []);
        AssertRefused("cover 2000000000 bytes");
        var before = GC.GetAllocatedBytesForCurrentThread();
        AssertRefused("cover 2000000000 bytes");
        Write(FilePath, "{}", [], 99_999_999);
        AssertRefused("claims 99999999 bytes");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Fact]
    public void What_is_no_file_is_refused()
    {
        AssertRefused("There is no such file");
        Directory.CreateDirectory(FilePath);
        AssertRefused("This is a folder");
        Assert.Throws<ModelFormatException>(() => SafetensorsFile.Open(""));
        Assert.Throws<ModelFormatException>(() => SafetensorsFile.Open("a\0b"));
        Assert.Throws<ModelFormatException>(() => SafetensorsFile.Open(_folder[new string('x', 5_000)]));
    }

    private static string Entry(string type, string shape, string offsets) => $"{{\"dtype\":\"{type}\",\"shape\":{shape},\"data_offsets\":{offsets}}}";

    private string AssertRefused(string expected)
    {
        var exception = Assert.Throws<ModelFormatException>(() => SafetensorsFile.Open(FilePath).Dispose());
        Assert.StartsWith(FilePath, exception.Message, StringComparison.Ordinal);
        Assert.True(exception.Message.Contains(expected, StringComparison.Ordinal), exception.Message);
        return exception.Message;
    }
}
