namespace TorchSharp;

public static partial class torch
{
    public enum RoundingMode
    {
        None = 0,
        trunc = 1,
        floor = 2,
    }

    /// <content>Small translations that several methods share.</content>
    public partial class Tensor
    {
        private static string? Mode(RoundingMode mode) => mode == RoundingMode.None ? null : mode.ToString();

        /// <summary>Moves a result into the tensor that the caller gave for it.</summary>
        private static Tensor Into(Tensor? target, Tensor result) => target is null ? result : target.copy_(result);

        private static Tensor FromScalar(Scalar value) => Full([], value, value.Type, null, false, null);

        private static Tensor Convert(Tensor result, ScalarType? type) => type is { } wanted ? result.to_type(wanted) : result;
    }
}
