using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>The kinds of argument that cross the border; the order is that of native/seq_torch.cpp.</summary>
internal enum Kind
{
    None, Tensor, Int, Double, Bool, Ints, Doubles, Bools, Tensors, OptionalTensors, String, Device, Generator, Default,
}

/// <summary>An argument or result as native/seq_torch.cpp sees it.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal struct Value
{
    [FieldOffset(0)]
    internal Kind Kind;

    [FieldOffset(4)]
    internal int Count;

    [FieldOffset(8)]
    internal long Int;

    [FieldOffset(8)]
    internal double Double;

    [FieldOffset(8)]
    internal nint Pointer;
}

/// <summary>One argument of an operator as .NET has it.</summary>
internal readonly struct Arg
{
    internal readonly object? Object;
    internal readonly long Bits;
    internal readonly Kind Kind;

    private Arg(Kind kind, long bits, object? value = null) => (Kind, Bits, Object) = (kind, bits, value);

    /// <summary>The schema's default for this position.</summary>
    internal static Arg Default => new(Kind.Default, 0);

    /// <summary>A list in which null stands for "no index here", as in x[:, i].</summary>
    internal static Arg Optional(Tensor?[] value) => new(Kind.OptionalTensors, value.Length, value);

    internal static Arg List(IEnumerable<Tensor> value) => value as Tensor[] ?? [.. value];

    public static implicit operator Arg(Tensor? value) => value is null ? default : new(Kind.Tensor, 0, value);

    public static implicit operator Arg(Tensor[] value) => new(Kind.Tensors, value.Length, value);

    public static implicit operator Arg(long value) => new(Kind.Int, value);

    public static implicit operator Arg(double value) => new(Kind.Double, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Arg(bool value) => new(Kind.Bool, value ? 1 : 0);

    public static implicit operator Arg(long? value) => value is long x ? x : default(Arg);

    public static implicit operator Arg(double? value) => value is double x ? x : default(Arg);

    public static implicit operator Arg(long[]? value) => value is null ? default : new(Kind.Ints, value.Length, value);

    public static implicit operator Arg(ReadOnlySpan<long> value) => value.ToArray();

    public static implicit operator Arg(double[]? value) => value is null ? default : new(Kind.Doubles, value.Length, value);

    public static implicit operator Arg(string? value) => value is null ? default : new(Kind.String, 0, value);

    public static implicit operator Arg(ScalarType value) => (long)value;

    public static implicit operator Arg(ScalarType? value) => value is ScalarType x ? (long)x : default(Arg);

    public static implicit operator Arg(Device? value) => value is null ? default : new(Kind.Device, value.index, value);

    public static implicit operator Arg(Generator? value) => value is null ? default : new(Kind.Generator, 0, value);

    public static implicit operator Arg(Scalar? value) => value is null ? default : value.ToArg();
}
