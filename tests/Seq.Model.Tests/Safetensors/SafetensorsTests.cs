using System.Text;

namespace Seq.Model.Tests.Safetensors;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder["x.safetensors"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_type_comes_back_with_its_shape()
    {
        var writer = new SafetensorsWriter();
        writer.Add<float>("float", [2, 2], new[] { 1.5f, float.NaN, float.NegativeInfinity, -0f });
        writer.Add<double>("double", [1], new[] { Math.PI });
        writer.Add<int>("int", [3], new[] { int.MinValue, 0, int.MaxValue });
        writer.Add<long>("long", [1, 1, 2], new[] { long.MinValue, long.MaxValue });
        writer.Add<byte>("byte", [3], new byte[] { 0, 7, 255 });
        writer.Add<bool>("bool", [2], new[] { true, false });
        writer.Add<float>("scalar", [], new[] { 42f });
        writer.Add<float>("empty", [3, 0, 2], Array.Empty<float>());
        writer.Add<byte>("a \"quoted\" 名前 😀", [1], new byte[] { 9 });
        writer.Metadata["made by"] = "a test \n \"é\"";
        writer.Write(FilePath);

        using var file = SafetensorsFile.Open(FilePath);
        Assert.Equal([1.5f, float.NaN, float.NegativeInfinity, -0f], file.Read<float>("float"));
        Assert.Equal([Math.PI], file.Read<double>("double"));
        Assert.Equal([int.MinValue, 0, int.MaxValue], file.Read<int>("int"));
        Assert.Equal([long.MinValue, long.MaxValue], file.Read<long>("long"));
        Assert.Equal([0, 7, 255], file.Read<byte>("byte"));
        Assert.Equal([true, false], file.Read<bool>("bool"));
        Assert.Equal([42f], file.Read<float>("scalar"));
        Assert.Empty(file.Read<float>("empty"));
        Assert.Equal([9], file.Read<byte>("a \"quoted\" 名前 😀"));
        Assert.Equal("a test \n \"é\"", file.Metadata["made by"]);
        Assert.Equal("[1, 1, 2]", file.Find("long").ShapeText);
        Assert.Equal("[]", file.Find("scalar").ShapeText);
        Assert.Equal(1, file.Find("scalar").ElementCount);
        Assert.Equal(0, file.Find("empty").ElementCount);
    }

    [Fact]
    public void A_tensor_longer_than_one_piece_is_written_and_read_whole()
    {
        var data = new byte[(1 << 26) + 3];
        data[(1 << 26) - 1] = 1;
        data[1 << 26] = 2;
        data[^1] = 3;
        var writer = new SafetensorsWriter();
        writer.Add<byte>("x", [data.Length], data);
        writer.Write(FilePath);
        using var file = SafetensorsFile.Open(FilePath);
        Assert.True(data.AsSpan().SequenceEqual(file.Read<byte>("x")));
    }

    // Length 56; the header is padded by spaces to a multiple of 8; 1.0f is 00 00 80 3f, little-endian.
    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        using var stream = new MemoryStream();
        var writer = new SafetensorsWriter();
        writer.Add<float>("w", [2], new[] { 1f, 2f });
        writer.Write(stream);
        var header = "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}".PadRight(56);
        Assert.Equal([56, 0, 0, 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(header), 0, 0, 0x80, 0x3f, 0, 0, 0, 0x40], stream.ToArray());
    }

    [Fact]
    public void The_same_tensors_give_the_same_bytes_whatever_the_order_of_the_metadata()
    {
        Assert.Equal(Bytes("a", "b"), Bytes("b", "a"));

        static byte[] Bytes(params string[] keys)
        {
            var writer = Samples.Weights(Samples.Description);
            foreach (var key in keys)
            {
                writer.Metadata[key] = "value of " + key;
            }

            using var stream = new MemoryStream();
            writer.Write(stream);
            return stream.ToArray();
        }
    }

    [Fact]
    public void A_file_without_tensors_is_a_file()
    {
        new SafetensorsWriter().Write(FilePath);
        using var file = SafetensorsFile.Open(FilePath);
        Assert.Empty(file.Entries);
    }

    [Fact]
    public void The_writer_refuses_what_no_reader_could_read()
    {
        var writer = new SafetensorsWriter();
        writer.Add<int>("taken", [1], new[] { 1 });
        Assert.Throws<ArgumentException>(() => writer.Add<int>("taken", [1], new[] { 1 }));
        Assert.Throws<ArgumentException>(() => writer.Add<int>("__metadata__", [1], new[] { 1 }));
        Assert.Throws<ArgumentException>(() => writer.Add<int>("", [1], new[] { 1 }));
        Assert.Throws<ArgumentException>(() => writer.Add<int>("x", [2], new[] { 1 }));
        Assert.Throws<ArgumentException>(() => writer.Add<int>("x", [-1, -1], new[] { 1 }));
        Assert.Throws<ArgumentException>(() => writer.Add<int>("x", [1L << 40, 1L << 40], new[] { 1 }));
        Assert.Throws<ArgumentException>(() => writer.Add<int>("\uD800", [1], new[] { 1 }));
        Assert.Throws<ArgumentException>(() => writer.Add<char>("x", [1], new[] { 'c' }));
        writer.Add<int>("x", [1], new[] { 1 }); // The name was not taken by the failures.
    }

    [Fact]
    public void Reading_by_a_wrong_name_or_type_says_so()
    {
        Samples.Weights(Samples.Description).Write(FilePath);
        using var file = SafetensorsFile.Open(FilePath);
        Assert.Contains("There is no tensor 'bias'", Assert.Throws<ModelFormatException>(() => file.Read<float>("bias")).Message, StringComparison.Ordinal);
        Assert.Contains("holds F32; F64 is needed", Assert.Throws<ModelFormatException>(() => file.Read<double>("output.bias")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => file.Read<short>("output.bias"));
        Assert.False(file.Contains("bias"));
        Assert.True(file.Contains("output.bias"));
    }

    [Fact]
    public void Truth_values_other_than_0_and_1_are_refused()
    {
        SafetensorsAttackTests.Write(FilePath, """{"b":{"dtype":"BOOL","shape":[2],"data_offsets":[0,2]}}""", [1, 2]);
        using var file = SafetensorsFile.Open(FilePath);
        Assert.Contains("'b'", Assert.Throws<ModelFormatException>(() => file.Read<bool>("b")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_cut_after_it_was_opened_is_reported()
    {
        Samples.Weights(Samples.Description).Write(FilePath);
        using var file = SafetensorsFile.Open(FilePath);
        var bytes = File.ReadAllBytes(FilePath);
        using (var cut = new FileStream(FilePath, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite }))
        {
            // Some systems do not let an open file be cut; then it is whole.
            cut.SetLength(bytes.Length - 4);
        }

        Assert.Contains("ends inside tensor 'output.bias'", Assert.Throws<ModelFormatException>(() => file.Read<float>("output.bias")).Message, StringComparison.Ordinal);
    }
}
