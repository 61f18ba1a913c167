using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class TensorTests
{
    [Fact]
    public void A_tensor_describes_itself()
    {
        using var x = torch.zeros(2, 3);

        Assert.Equal([2, 3], x.shape);
        Assert.Equal((2, 6, 4), (x.ndim, x.numel(), x.ElementSize));
        Assert.Equal((3, 2), (x.size(-1), x.size(0)));
        Assert.Equal([3, 1], x.stride());
        Assert.Equal(DeviceType.CPU, x.device_type);
        Assert.Equal("cpu", x.device.ToString());
        Assert.StartsWith("[2x3], type = Float32, device = cpu", x.ToString(), StringComparison.Ordinal);
        Assert.True(x.is_contiguous() && x.is_leaf && x.is_floating_point() && !x.requires_grad);
        Assert.False(x.t().is_contiguous());
    }

    [Fact]
    public void Arrays_of_every_type_and_rank_go_in_and_come_out()
    {
        using var scope = NewDisposeScope();

        Assert.Equal([true, false], torch.tensor(new[] { true, false }).data<bool>().ToArray());
        Assert.Equal([1, 255], torch.tensor(new byte[] { 1, 255 }).data<byte>().ToArray());
        Assert.Equal([-1, 2], torch.tensor(new short[] { -1, 2 }).data<short>().ToArray());
        Assert.Equal([1, 2, 3, 4], torch.tensor(new[,] { { 1, 2 }, { 3, 4 } }).data<int>().ToArray());
        Assert.Equal([1L, 2L], torch.tensor(new List<long> { 1, 2 }).data<long>().ToArray());
        Assert.Equal([1.5, 2.5], torch.tensor(new[, ,] { { { 1.5 }, { 2.5 } } }).data<double>().ToArray());
        Assert.Equal([2, 2], torch.tensor(new float[] { 1, 2, 3, 4 }, 2, 2).shape);
        Assert.Equal([1, 2, 1], torch.from_array(new[, ,] { { { 1.5 }, { 2.5 } } }).shape);
        Assert.Equal(ScalarType.Int64, torch.tensor(new[] { 1f, 2f }, ScalarType.Int64).dtype);
        Assert.True(torch.tensor(1f, requires_grad: true).requires_grad);
    }

    [Fact]
    public void Elements_are_read_in_row_major_order_whatever_the_strides()
    {
        using var scope = NewDisposeScope();
        var x = torch.arange(6).view(2, 3).t();

        Assert.Equal([0, 3, 1, 4, 2, 5], x.data<long>().ToArray());
        Assert.Equal(4, x.data<long>()[1, 1]);
        Assert.Equal(3, x.data<long>()[1]);
        var part = new long[3];
        x.data<long>().CopyTo(part.AsSpan(), 1, 4);
        Assert.Equal([0, 2, 5], part);
        Assert.Throws<IndexOutOfRangeException>(() => x.data<long>()[3, 0]);
    }

    [Fact]
    public void Elements_can_be_written()
    {
        using var scope = NewDisposeScope();
        var x = torch.zeros(2, 2);
        var data = x.data<float>();

        data[0, 1] = 5;
        data.CopyFrom([7f], 0, 3);
        Assert.Equal([0, 5, 0, 7], x.data<float>().ToArray());
        x.bytes = new byte[16];
        Assert.Equal(0, x.sum().ToSingle());
        Assert.Equal(16, x.bytes.Length);
    }

    [Fact]
    public void Index_expressions_write()
    {
        using var scope = NewDisposeScope();
        var x = torch.zeros(3, 3);

        x[0] = torch.tensor(new[] { 1f, 2f, 3f });
        x[1, 1] = torch.tensor(4f);
        x[TensorIndex.Slice(1), TensorIndex.Single(2)] = torch.tensor(5f);
        x[x == 5] = torch.tensor(6f);
        x.index_put_(torch.tensor(1f), [TensorIndex.Tensor(torch.tensor(new[] { 2L, 2L })), 0], true);

        OperatorCase.Near([1, 2, 3, 0, 4, 6, 2, 0, 6], x);
    }

    [Fact]
    public void Single_elements_convert_to_numbers()
    {
        using var scope = NewDisposeScope();
        var x = torch.tensor(2.75);

        Assert.Equal(2.75, x.item<double>());
        Assert.Equal(2.75f, (float)x);
        Assert.Equal(2, x.ToInt64());
        Assert.Equal(2, (int)x);
        Assert.True((bool)(x > 2));
        Assert.Equal(ScalarType.Float64, x.ToScalar().Type);
        Assert.True(x.is_nonzero());
    }

    [Fact]
    public void Conversions_copy_only_when_they_must()
    {
        using var scope = NewDisposeScope();
        var x = torch.ones(2);

        Assert.Equal(x.Handle, x.to(ScalarType.Float32).Handle);
        Assert.Equal(x.Handle, x.cpu().Handle);
        Assert.NotEqual(x.Handle, x.to(ScalarType.Float32, copy: true).Handle);
        Assert.Equal(ScalarType.Float64, x.to(torch.zeros(1, ScalarType.Float64)).dtype);
        var converted = x.to(ScalarType.Int32, disposeAfter: true);
        Assert.True(x.IsInvalid);
        Assert.Equal([1, 1], converted.data<int>().ToArray());
    }

    [Fact]
    public void A_saved_tensor_loads_as_it_was()
    {
        using var scope = NewDisposeScope();
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        var x = torch.randn(3, 2).t();
        x.Save(writer);
        torch.tensor(7L).Save(writer);

        using var reader = new BinaryReader(new MemoryStream(stream.ToArray()));
        Assert.True(x.Equals(Tensor.Load(reader)));
        Assert.Equal(7, Tensor.Load(reader).ToInt64());
        using var again = new BinaryReader(new MemoryStream(stream.ToArray()));
        Assert.Throws<ArgumentException>(() => torch.zeros(2).Load(again));
    }

    [Fact]
    public void Threads_and_default_types_are_set_and_read()
    {
        var (threads, type) = (get_num_threads(), get_default_dtype());
        try
        {
            set_num_threads(2);
            Assert.Equal(2, get_num_threads());
            set_default_dtype(ScalarType.Float64);
            using var x = torch.ones(1);
            Assert.Equal(ScalarType.Float64, x.dtype);
        }
        finally
        {
            set_num_threads(threads);
            set_default_dtype(type);
        }
    }

    [Fact]
    public void Shapes_compare_and_count()
    {
        Size shape = (2, 3);

        Assert.True(shape == new Size([2L, 3L]));
        Assert.Equal(6, shape.numel());
        Assert.Equal([2L, 3L], shape);
        using var x = torch.ones(3).expand(shape);
        Assert.Equal([2, 3], x.shape);
    }

    [Fact]
    public void Devices_are_parsed_and_printed()
    {
        Assert.Equal(DeviceType.CPU, torch.device("cpu").type);
        Assert.Equal("cuda:1", new Device("cuda:1").ToString());
        Assert.Equal("cuda", new Device(DeviceType.CUDA).ToString());
    }

    [Fact]
    public void Tensors_that_nobody_disposes_are_collected()
    {
        var before = Tensor.TotalCount;
        MakeGarbage();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.InRange(Tensor.TotalCount - before, -1000, 200);

        static void MakeGarbage()
        {
            for (var k = 0; k < 1000; k++)
            {
                _ = torch.ones(10);
            }
        }
    }
}
