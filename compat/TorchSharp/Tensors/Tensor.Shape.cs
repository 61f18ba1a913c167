using static TorchSharp.Interop.Operator;

namespace TorchSharp;

public static partial class torch
{
    /// <content>Views, joins and copies with another shape.</content>
    public partial class Tensor
    {
        public Tensor view(params long[] shape) => One("view", this, shape);

        public Tensor view_as(Tensor other) => One("view_as", this, other);

        public Tensor reshape(params long[] shape) => One("reshape", this, shape);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => One("flatten.using_ints", this, start_dim, end_dim);

        public Tensor squeeze(long? dim = null) => dim is long d ? One("squeeze.dim", this, d) : One("squeeze", this);

        public Tensor squeeze_(long? dim = null) => dim is long d ? InPlace("squeeze_.dim", this, d) : InPlace("squeeze_", this);

        public Tensor unsqueeze(long dim) => One("unsqueeze", this, dim);

        public Tensor unsqueeze_(long dim) => InPlace("unsqueeze_", this, dim);

        public Tensor transpose(long dim0, long dim1) => One("transpose.int", this, dim0, dim1);

        public Tensor transpose_(long dim0, long dim1) => InPlace("transpose_", this, dim0, dim1);

        public Tensor t() => One("t", this);

        public Tensor permute(params long[] permutation) => One("permute", this, permutation);

        public Tensor permute(IEnumerable<long> permutation) => One("permute", this, permutation.ToArray());

        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => One("expand", this, sizes, isImplicit);

        public Tensor expand(Size sizes, bool isImplicit = false) => One("expand", this, sizes.Shape, isImplicit);

        public Tensor expand(long[] sizes, bool isImplicit = false) => One("expand", this, sizes, isImplicit);

        public Tensor expand(params long[] sizes) => One("expand", this, sizes);

        public Tensor expand_as(Tensor other) => One("expand_as", this, other);

        public Tensor broadcast_to(params long[] shape) => One("broadcast_to", this, shape);

        public Tensor repeat(params long[] sizes) => One("repeat", this, sizes);

        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) =>
            One("repeat_interleave.self_Tensor", this, repeats, dim, output_size);

        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
            One("repeat_interleave.self_int", this, repeats, dim, output_size);

        public Tensor narrow(long dim, long start, long length) => One("narrow", this, dim, start, length);

        public Tensor select(long dim, long index) => One("select.int", this, dim, index);

        public Tensor slice(long dim, long start, long finish, long step) =>
            One(
                "slice.Tensor", this, dim, start, finish,
                step < 1 ? throw new ArgumentException($"step is {step}, but it should always be positive.") : step);

        public Tensor[] split(long size, int dim = 0) => Many("split.Tensor", this, size, dim);

        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) => Many("split_with_sizes", this, sizes, dim);

        public Tensor[] split(long[] sizes, long dim = 0) => Many("split_with_sizes", this, sizes, dim);

        public Tensor[] split(params long[] sizes) => Many("split_with_sizes", this, sizes);

        public Tensor[] chunk(long chunks, long dim = 0) => Many("chunk", this, chunks, dim);

        public Tensor[] unbind(long dimension = 0) => Many("unbind.int", this, dimension);

        public Tensor flip(params long[] dims) => One("flip", this, dims);

        public Tensor roll(long shifts, long? dims = null) => One("roll", this, new[] { shifts }, dims is long d ? new[] { d } : []);

        public Tensor roll((long, long) shifts, (long, long) dims) =>
            One("roll", this, new[] { shifts.Item1, shifts.Item2 }, new[] { dims.Item1, dims.Item2 });

        public Tensor roll(long[] shifts, long[] dims) => One("roll", this, shifts, dims);

        public Tensor roll(long[] shifts) => One("roll", this, shifts);

        public Tensor roll((long, long, long) shifts, (long, long, long) dims) =>
            One("roll", this, new[] { shifts.Item1, shifts.Item2, shifts.Item3 }, new[] { dims.Item1, dims.Item2, dims.Item3 });

        public Tensor roll(ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) => One("roll", this, shifts, dims);

        public Tensor unfold(long dimension, long size, long step) => One("unfold", this, dimension, size, step);

        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0) =>
            One("as_strided", this, size, strides, storageOffset);

        public Tensor movedim(long[] source, long[] destination) => One("movedim.intlist", this, source, destination);

        public Tensor contiguous() => One("contiguous", this);

        public Tensor clone() => One("clone", this);

        public Tensor detach() => One("detach", this);

        public Tensor detach_() => InPlace("detach_", this);

        public Tensor copy_(Tensor source, bool nonBlocking = false) => InPlace("copy_", this, source, nonBlocking);
    }
}
