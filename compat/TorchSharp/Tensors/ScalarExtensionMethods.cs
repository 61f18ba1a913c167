using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Numbers to <see cref="Scalar"/> and back.</summary>
public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => new((long)value, ScalarType.Byte);

    public static Scalar ToScalar(this sbyte value) => new((long)value, ScalarType.Int8);

    public static Scalar ToScalar(this short value) => new((long)value, ScalarType.Int16);

    public static Scalar ToScalar(this int value) => new((long)value, ScalarType.Int32);

    public static Scalar ToScalar(this long value) => new(value, ScalarType.Int64);

    public static Scalar ToScalar(this float value) => new((double)value, ScalarType.Float32);

    public static Scalar ToScalar(this double value) => new(value, ScalarType.Float64);

    public static Scalar ToScalar(this bool value) => new(value ? 1L : 0L, ScalarType.Bool);

    public static Scalar ToScalar(this Half value) => new((double)value, ScalarType.Float16);

    public static float ToSingle(this Scalar value) => (float)value.Real();

    public static double ToDouble(this Scalar value) => value.Real();

    public static sbyte ToSByte(this Scalar value) => (sbyte)value.Integer(sbyte.MinValue, sbyte.MaxValue, "int8_t");

    public static byte ToByte(this Scalar value) => (byte)value.Integer(byte.MinValue, byte.MaxValue, "uint8_t");

    public static short ToInt16(this Scalar value) => (short)value.Integer(short.MinValue, short.MaxValue, "int16_t");

    public static int ToInt32(this Scalar value) => (int)value.Integer(int.MinValue, int.MaxValue, "int");

    public static long ToInt64(this Scalar value) => value.Integer(long.MinValue, long.MaxValue, "int64_t");

    public static bool ToBoolean(this Scalar value) => value.Real() != 0;
}
