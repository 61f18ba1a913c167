using System.Globalization;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A number as an operator's argument; made by implicit conversion.</summary>
public sealed class Scalar : IDisposable
{
    private readonly double _real;
    private readonly long _integer;

    internal Scalar(double value, ScalarType type) => (_real, _integer, Type) = (value, (long)value, type);

    internal Scalar(long value, ScalarType type) => (_real, _integer, Type) = (value, value, type);

    internal Scalar(in Value value)
        : this(
            value.Kind == Kind.Double ? 0 : value.Int,
            value.Kind switch { Kind.Double => ScalarType.Float64, Kind.Bool => ScalarType.Bool, _ => ScalarType.Int64 })
    {
        if (value.Kind == Kind.Double)
        {
            (_real, _integer) = (value.Double, (long)value.Double);
        }
    }

    public ScalarType Type { get; }

    private bool IsReal => Type is ScalarType.Float16 or ScalarType.Float32 or ScalarType.Float64;

    public static implicit operator Scalar(byte value) => value.ToScalar();

    public static implicit operator Scalar(sbyte value) => value.ToScalar();

    public static implicit operator Scalar(short value) => value.ToScalar();

    public static implicit operator Scalar(int value) => value.ToScalar();

    public static implicit operator Scalar(long value) => value.ToScalar();

    public static implicit operator Scalar(Half value) => value.ToScalar();

    public static implicit operator Scalar(float value) => value.ToScalar();

    public static implicit operator Scalar(double value) => value.ToScalar();

    public static implicit operator Scalar(bool value) => value.ToScalar();

    public void Dispose()
    {
    }

    internal Arg ToArg()
    {
        if (Type == ScalarType.Bool)
        {
            return _integer != 0;
        }

        return IsReal ? (Arg)_real : _integer;
    }

    internal double Real() => _real;

    /// <exception cref="System.Runtime.InteropServices.ExternalException">The number does not fit, as libtorch says it.</exception>
    internal long Integer(long minimum, long maximum, string name)
    {
        if (_integer < minimum || _integer > maximum || (IsReal && !(_real >= minimum && _real <= maximum)))
        {
            throw new System.Runtime.InteropServices.ExternalException(
                string.Create(CultureInfo.InvariantCulture, $"value cannot be converted to type {name} without overflow"));
        }

        return _integer;
    }
}
