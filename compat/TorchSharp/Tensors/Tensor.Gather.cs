using static TorchSharp.Interop.Operator;

namespace TorchSharp;

public static partial class torch
{
    /// <content>Reading and writing by index or mask.</content>
    public partial class Tensor
    {
        public Tensor gather(long dim, Tensor index) => One("gather", this, dim, index);

        public Tensor scatter(long dim, Tensor index, Tensor src) => One("scatter.src", this, dim, index, src);

        public Tensor scatter_(long dim, Tensor index, Tensor src) => InPlace("scatter_.src", this, dim, index, src);

        public Tensor scatter_add(long dim, Tensor index, Tensor src) => One("scatter_add", this, dim, index, src);

        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => InPlace("scatter_add_", this, dim, index, src);

        public Tensor index_select(long dim, Tensor index) => One("index_select", this, dim, index);

        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) => One("index_add", this, dim, index, source, alpha);

        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) =>
            InPlace("index_add_", this, dim, index, source, alpha);

        public Tensor index_copy(long dim, Tensor index, Tensor source) => One("index_copy", this, dim, index, source);

        public Tensor index_copy_(long dim, Tensor index, Tensor source) => InPlace("index_copy_", this, dim, index, source);

        public Tensor index_fill(long dim, Tensor index, Scalar value) => One("index_fill.int_Scalar", this, dim, index, value);

        public Tensor index_fill_(long dim, Tensor index, Scalar value) => InPlace("index_fill_.int_Scalar", this, dim, index, value);

        public Tensor masked_fill(Tensor mask, Scalar value) => One("masked_fill.Scalar", this, mask, value);

        public Tensor masked_fill_(Tensor mask, Scalar value) => InPlace("masked_fill_.Scalar", this, mask, value);

        public Tensor masked_select(Tensor mask) => One("masked_select", this, mask);

        public Tensor masked_scatter(Tensor mask, Tensor value) => One("masked_scatter", this, mask, value);

        public Tensor masked_scatter_(Tensor mask, Tensor value) => InPlace("masked_scatter_", this, mask, value);

        public Tensor where(Tensor condition, Tensor y) => One("where.self", condition, this, y);

        public Tensor take(Tensor index) => One("take", this, index);

        public Tensor nonzero() => One("nonzero", this);

        public Tensor zero_() => InPlace("zero_", this);

        public Tensor fill_(Scalar value) => InPlace("fill_.Scalar", this, value);
    }
}
