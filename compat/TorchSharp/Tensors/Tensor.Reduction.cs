using static TorchSharp.Interop.Operator;

namespace TorchSharp;

public static partial class torch
{
    /// <content>Sums, extremes, sorting.</content>
    public partial class Tensor
    {
        public Tensor sum(ScalarType? type = null) => One("sum", this, type);

        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => One("sum.dim_IntList", this, dim, keepdim, type);

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) =>
            One("sum.dim_IntList", this, dim, keepdim, type);

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) =>
            One("sum.dim_IntList", this, new[] { dim }, keepdim, type);

        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) =>
            One("sum.dim_IntList", this, new[] { dim0, dim1 }, keepdim, type);

        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) =>
            One("sum.dim_IntList", this, new[] { dim0, dim1, dim2 }, keepdim, type);

        public Tensor mean() => One("mean", this);

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            One("mean.dim", this, dimensions, keepdim, type);

        public Tensor prod(ScalarType? type = null) => One("prod", this, type);

        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) => One("prod.dim_int", this, dim, keepdim, type);

        public Tensor std(bool unbiased = true) => One("std", this, unbiased);

        public Tensor std(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Convert(One("std.dim", this, dimensions, unbiased, keepdim), type);

        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Convert(One("std.dim", this, dimensions, unbiased, keepdim), type);

        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std(new[] { dim }, unbiased, keepdim, type);

        public Tensor std((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std(new[] { dim.Item1, dim.Item2 }, unbiased, keepdim, type);

        public Tensor std((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std(new[] { dim.Item1, dim.Item2, dim.Item3 }, unbiased, keepdim, type);

        public Tensor var(bool unbiased = true) => One("var", this, unbiased);

        public Tensor var(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Convert(One("var.dim", this, dimensions, unbiased, keepdim), type);

        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Convert(One("var.dim", this, dimensions, unbiased, keepdim), type);

        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var(new[] { dim }, unbiased, keepdim, type);

        public Tensor var((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var(new[] { dim.Item1, dim.Item2 }, unbiased, keepdim, type);

        public Tensor var((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var(new[] { dim.Item1, dim.Item2, dim.Item3 }, unbiased, keepdim, type);

        public Tensor max() => One("max", this);

        public Tensor max(Tensor other) => One("max.other", this, other);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => Two("max.dim", this, dim, keepdim);

        public Tensor min() => One("min", this);

        public Tensor min(Tensor other) => One("min.other", this, other);

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => Two("min.dim", this, dim, keepdim);

        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) => Into(@out, One("amax", this, dims, keepdim));

        public Tensor amax(params long[] dims) => One("amax", this, dims);

        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) =>
            Into(@out, One("amax", this, dims, keepdim));

        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) =>
            Into(@out, One("amin", this, dims, keepdim));

        public Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null) => Into(@out, One("amin", this, dims, keepdim));

        public Tensor amin(params long[] dims) => One("amin", this, dims);

        public Tensor argmax() => One("argmax", this);

        public Tensor argmax(long dim, bool keepdim = false) => One("argmax", this, dim, keepdim);

        public Tensor argmin() => One("argmin", this);

        public Tensor argmin(long dim, bool keepdim = false) => One("argmin", this, dim, keepdim);

        public Tensor all() => One("all", this);

        public Tensor all(long dim, bool keepdim = false) => One("all.dim", this, dim, keepdim);

        public Tensor any() => One("any", this);

        public Tensor any(long dim, bool keepdim = false) => One("any.dim", this, dim, keepdim);

        public Tensor norm(float p = 2f) => One("norm.Scalar", this, p);

        public Tensor norm(int dim, bool keepdim = false, float p = 2f) => One("norm.ScalarOpt_dim", this, p, new long[] { dim }, keepdim);

        public Tensor logsumexp(long dim, bool keepdim = false) => One("logsumexp", this, new[] { dim }, keepdim);

        public Tensor cumsum(long dim, ScalarType? type = null) => One("cumsum", this, dim, type);

        public Tensor cumprod(long dim, ScalarType? type = null) => One("cumprod", this, dim, type);

        public (Tensor values, Tensor indexes) cummax(long dim) => Two("cummax", this, dim);

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            Two("topk", this, k, dim, largest, sorted);

        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            Two("sort.stable", this, stable, dim, descending);

        public Tensor argsort(long dim = -1, bool descending = false) => One("argsort", this, dim, descending);

        public (Tensor values, Tensor indices) kthvalue(long k, long? dim, bool keepdim = false) =>
            Two("kthvalue", this, k, dim ?? -1, keepdim);

        public static (Tensor values, Tensor indices) kthvalue(Tensor input, long k, long? dim, bool keepdim = false) =>
            input.kthvalue(k, dim, keepdim);

        public Tensor count_nonzero(long[]? dims = null) =>
            dims is null ? One("count_nonzero", this) : One("count_nonzero.dim_IntList", this, dims);

        public Tensor bincount(Tensor? weights, long minlength = 0) => One("bincount", this, weights, minlength);

        public Tensor softmax(long dim, ScalarType? dtype = null) => One("softmax.int", this, dim, dtype);

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => One("log_softmax.int", this, dim, dtype);

        public Tensor median() => One("median", this);
    }
}
