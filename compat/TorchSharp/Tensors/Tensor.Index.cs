using System.Runtime.CompilerServices;
using TorchSharp.Interop;
using static TorchSharp.Interop.Operator;

namespace TorchSharp;

public static partial class torch
{
    /// <content>Index expressions: plain items make a view step by step, tensors then gather from it.</content>
    public partial class Tensor
    {
        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => At([i1]);
            set => Put([i1], value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => At([i1, i2]);
            set => Put([i1, i2], value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => At([i1, i2, i3]);
            set => Put([i1, i2, i3], value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => At([i1, i2, i3, i4]);
            set => Put([i1, i2, i3, i4], value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5]
        {
            get => At([i1, i2, i3, i4, i5]);
            set => Put([i1, i2, i3, i4, i5], value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5, long i6]
        {
            get => At([i1, i2, i3, i4, i5, i6]);
            set => Put([i1, i2, i3, i4, i5, i6], value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params long[] indices]
        {
            get => At(indices);
            set => Put(indices, value);
        }

        public Tensor index(params TensorIndex[] indices)
        {
            var view = View(indices, out var gathered);
            if (gathered is null)
            {
                return view;
            }

            var result = One("index.Tensor", view, Arg.Optional(gathered));
            view.Dispose();
            return result;
        }

        public Tensor index(params Tensor[] indices) => index(Array.ConvertAll(indices, TensorIndex.Tensor));

        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            using var view = View(indices, out var gathered);
            if (gathered is not null)
            {
                Run("index_put_", view, Arg.Optional(gathered), value, accumulate);
            }
            else if (accumulate)
            {
                view.add_(value);
            }
            else
            {
                view.copy_(value);
            }

            return this;
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) =>
            index_put_(value, Array.ConvertAll(indices, TensorIndex.Tensor), accumulate);

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using var single = Full([], value, dtype, device, false, null);
            return index_put_(single, indices, false);
        }

        public Tensor index_put_(Scalar value, params Tensor[] indices) => index_put_(value, Array.ConvertAll(indices, TensorIndex.Tensor));

        private Tensor At(ReadOnlySpan<long> indices)
        {
            var view = alias();
            foreach (var index in indices)
            {
                Replace(ref view, view.select(0, index));
            }

            return view;
        }

        private void Put(ReadOnlySpan<long> indices, Tensor value)
        {
            using var view = At(indices);
            view.copy_(value);
        }

        /// <summary>Applies all items that make a view.</summary>
        /// <param name="indices">The expression.</param>
        /// <param name="gathered">The tensors of the expression, one place per dimension of the view; null if it has none.</param>
        private Tensor View(TensorIndex[] indices, out Tensor?[]? gathered)
        {
            var view = alias();
            var tensors = new List<Tensor?>();
            var named = indices.Sum(index => index.Kind switch
            {
                TensorIndex.IndexKind.Slice or TensorIndex.IndexKind.Single => 1,
                TensorIndex.IndexKind.Tensor => index.Indices!.dtype is ScalarType.Bool or ScalarType.Byte ? index.Indices.ndim : 1,
                _ => 0L,
            });
            var dimension = 0;
            foreach (var index in indices)
            {
                switch (index.Kind)
                {
                    case TensorIndex.IndexKind.Ellipsis:
                        dimension += (int)(ndim - named);
                        break;
                    case TensorIndex.IndexKind.None:
                        Replace(ref view, view.unsqueeze(dimension++));
                        break;
                    case TensorIndex.IndexKind.Single:
                        Replace(ref view, view.select(dimension, index.Start ?? 0));
                        break;
                    case TensorIndex.IndexKind.Slice when index.Start is null && index.Stop is null && index.Step is null:
                        dimension++;
                        break;
                    case TensorIndex.IndexKind.Slice:
                        Replace(ref view, One("slice.Tensor", view, (long)dimension++, index.Start, index.Stop, index.Step ?? 1));
                        break;
                    case TensorIndex.IndexKind.Bool:
                        Replace(ref view, view.unsqueeze(dimension));
                        Place(index.Start == 1 ? torch.zeros(1, ScalarType.Int64) : torch.empty(0, ScalarType.Int64));
                        break;
                    case TensorIndex.IndexKind.Tensor:
                        Place(index.Indices!);
                        break;
                }
            }

            gathered = tensors.Count == 0 ? null : [.. tensors];
            return view;

            void Place(Tensor tensor)
            {
                while (tensors.Count < dimension)
                {
                    tensors.Add(null);
                }

                tensors.Add(tensor);
                dimension++;
            }
        }

        private static void Replace(ref Tensor view, Tensor next)
        {
            view.Dispose();
            view = next;
        }
    }
}
