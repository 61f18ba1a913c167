namespace TorchSharp;

public static partial class torch
{
    /// <summary>One item of an index expression, with the meaning it has in Python.</summary>
    public struct TensorIndex
    {
        /// <summary>As many full dimensions as the expression leaves over: <c>...</c></summary>
        public static TensorIndex Ellipsis = new(IndexKind.Ellipsis);

        /// <summary>A new dimension of length one.</summary>
        public static TensorIndex None = new(IndexKind.None);

        /// <summary>The same as <see cref="None"/>.</summary>
        public static TensorIndex Null = new(IndexKind.None);

        /// <summary>A full dimension: <c>:</c></summary>
        public static TensorIndex Colon = Slice();

        internal readonly IndexKind Kind;
        internal readonly long? Start;
        internal readonly long? Stop;
        internal readonly long? Step;
        internal readonly Tensor? Indices;

        private TensorIndex(IndexKind kind, long? start = null, long? stop = null, long? step = null, Tensor? indices = null) =>
            (Kind, Start, Stop, Step, Indices) = (kind, start, stop, step, indices);

        internal enum IndexKind
        {
            None, Ellipsis, Slice, Single, Bool, Tensor,
        }

        public static implicit operator TensorIndex(long value) => Single(value);

        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range);

        public static implicit operator TensorIndex(Range range) => Slice(range);

        public static implicit operator TensorIndex(Index index) => Single(FromEnd(index));

        /// <summary>Steers overload resolution between the two kinds of index expression; never called.</summary>
        public static implicit operator Tensor(TensorIndex value) => throw new InvalidOperationException("Should not be called.");

        /// <summary>From <paramref name="start"/> up to but not including <paramref name="stop"/>.</summary>
        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new(IndexKind.Slice, start, stop, step);

        public static TensorIndex Slice((int? start, int? end) range) => Slice(range.start, range.end);

        public static TensorIndex Slice(Range range) =>
            Slice(FromEnd(range.Start), range.End.IsFromEnd && range.End.Value == 0 ? null : FromEnd(range.End));

        public static TensorIndex Bool(bool value) => new(IndexKind.Bool, value ? 1 : 0);

        public static TensorIndex Single(long? index) => new(IndexKind.Single, index);

        public static TensorIndex Tensor(Tensor tensor) => new(IndexKind.Tensor, indices: tensor);

        private static long FromEnd(Index index) => index.IsFromEnd ? -index.Value : index.Value;
    }
}
