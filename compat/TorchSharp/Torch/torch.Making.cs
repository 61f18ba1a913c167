using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp.Interop;
using static TorchSharp.Interop.Operator;

namespace TorchSharp;

/// <content>What all factories have in common.</content>
public static unsafe partial class torch
{
    public static Tensor arange(
        Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(
            One("arange.start_step", start, stop, step, dtype ?? TypeOf(start, stop, step), Arg.Default, Place(device)),
            requires_grad, null);

    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    public static Tensor linspace(
        double start, double end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(One("linspace", start, end, steps, Type(dtype), Arg.Default, Place(device)), requires_grad, null);

    public static Tensor eye(
        long rows, long columns = -1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Finish(One("eye.m", rows, columns < 0 ? rows : columns, Type(dtype), Arg.Default, Place(device)), requires_grad, names);

    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    /// <summary>Copies an array of any rank.</summary>
    /// <exception cref="NotSupportedException">libtorch has no such element type.</exception>
    public static Tensor from_array(
        Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        var element = rawArray.GetType().GetElementType();
        return System.Type.GetTypeCode(element) switch
        {
            TypeCode.Boolean => FromArray<bool>(rawArray, ScalarType.Bool, dtype, device, requires_grad, names),
            TypeCode.Byte => FromArray<byte>(rawArray, ScalarType.Byte, dtype, device, requires_grad, names),
            TypeCode.SByte => FromArray<sbyte>(rawArray, ScalarType.Int8, dtype, device, requires_grad, names),
            TypeCode.Int16 => FromArray<short>(rawArray, ScalarType.Int16, dtype, device, requires_grad, names),
            TypeCode.Int32 => FromArray<int>(rawArray, ScalarType.Int32, dtype, device, requires_grad, names),
            TypeCode.Int64 => FromArray<long>(rawArray, ScalarType.Int64, dtype, device, requires_grad, names),
            TypeCode.Single => FromArray<float>(rawArray, ScalarType.Float32, dtype, device, requires_grad, names),
            TypeCode.Double => FromArray<double>(rawArray, ScalarType.Float64, dtype, device, requires_grad, names),
            _ => throw new NotSupportedException($"The type {element} is not supported."),
        };
    }

    internal static Tensor From<T>(
        ReadOnlySpan<T> values, ReadOnlySpan<long> sizes, ScalarType type, ScalarType? dtype, Device? device, bool requiresGrad,
        string[]? names)
        where T : unmanaged
    {
        long count = 1;
        foreach (var size in sizes)
        {
            count *= size;
        }

        if (count != values.Length)
        {
            throw new ArgumentException($"mismatched total size creating a tensor from an array: {count} vs. {values.Length}");
        }

        nint handle;
        fixed (T* data = values)
        fixed (long* lengths = sizes)
        {
            Native.Check(Native.st_from_bytes(data, lengths, sizes.Length, (int)type, out handle));
        }

        var made = new Tensor(handle);
        if (dtype is { } wanted && wanted != type)
        {
            made = made.to_type(wanted, disposeAfter: true);
        }

        var place = InitializeDevice(device);
        return Finish(place.type == DeviceType.CPU ? made : made.to(place, disposeAfter: true), requiresGrad, names);
    }

    private static Tensor FromArray<T>(
        Array values, ScalarType type, ScalarType? dtype, Device? device, bool requiresGrad, string[]? names)
        where T : unmanaged =>
        From(Flat<T>(values), Lengths(values), type, dtype, device, requiresGrad, names);

    private static Tensor Make(
        string name, ReadOnlySpan<long> size, ScalarType? dtype, Device? device, bool requiresGrad, string[]? names) =>
        Finish(One(name == "empty" ? "empty.memory_format" : name, size, Type(dtype), Arg.Default, Place(device)), requiresGrad, names);

    private static Tensor Full(
        ReadOnlySpan<long> size, Scalar value, ScalarType? dtype, Device? device, bool requiresGrad, string[]? names) =>
        Finish(
            One("full", size, value, dtype ?? TypeOf(value), Arg.Default, Place(device)), requiresGrad, names);

    private static Tensor Draw(
        string name, ReadOnlySpan<long> size, ScalarType? dtype, Device? device, bool requiresGrad, Generator? generator,
        string[]? names) =>
        Finish(One(name + ".generator", size, generator, Type(dtype), Arg.Default, Place(device)), requiresGrad, names);

    private static Tensor Finish(Tensor made, bool requiresGrad, string[]? names)
    {
        if (names is not null)
        {
            made.Dispose();
            throw new NotSupportedException("Named dimensions need the TorchSharp package; the stand-in has none.");
        }

        if (requiresGrad)
        {
            made.requires_grad = true;
        }

        return made;
    }

    private static ScalarType Type(ScalarType? dtype) => dtype ?? get_default_dtype();

    private static Device Place(Device? device) => InitializeDevice(device);

    /// <summary>The type of a tensor made from numbers: int64 of whole ones, otherwise the default.</summary>
    private static ScalarType TypeOf(params ReadOnlySpan<Scalar> values)
    {
        foreach (var value in values)
        {
            if (!is_integral(value.Type))
            {
                return get_default_dtype();
            }
        }

        return ScalarType.Int64;
    }

    private static ReadOnlySpan<T> Flat<T>(IList<T> values) => values is T[] array ? array : values.ToArray();

    /// <summary>All elements of an array of any rank, the last index running fastest.</summary>
    private static ReadOnlySpan<T> Flat<T>(Array values) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(values)), values.Length);

    private static long[] Lengths(Array values)
    {
        var lengths = new long[values.Rank];
        for (var k = 0; k < lengths.Length; k++)
        {
            lengths[k] = values.GetLongLength(k);
        }

        return lengths;
    }
}
