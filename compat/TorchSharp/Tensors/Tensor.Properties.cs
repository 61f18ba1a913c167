using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <content>What a tensor is: shape, type, place, gradient.</content>
    public unsafe partial class Tensor
    {
        public long Dimensions => Describe().Dimensions;

        public long ndim => Dimensions;

        public long NumberOfElements => Describe().Elements;

        public long ElementSize => Describe().ElementSize;

        public long[] shape
        {
            get
            {
                var meta = Describe();
                var sizes = new ReadOnlySpan<long>(meta.Sizes, meta.Dimensions).ToArray();
                GC.KeepAlive(this);
                return sizes;
            }
        }

        public ScalarType dtype => (ScalarType)Describe().DType;

        public Device device
        {
            get
            {
                var meta = Describe();
                return new Device((DeviceType)meta.Device, meta.DeviceIndex);
            }
        }

        public int device_index => Describe().DeviceIndex;

        public DeviceType device_type => (DeviceType)Describe().Device;

        public bool is_cuda => device_type == DeviceType.CUDA;

        public bool is_meta => device_type == DeviceType.META;

        public bool is_leaf => Describe().IsLeaf != 0;

        public bool is_sparse => Describe().IsSparse != 0;

        public bool requires_grad
        {
            get => Describe().RequiresGrad != 0;
            set
            {
                Native.Check(Native.st_set_requires_grad(Handle, value ? 1 : 0));
                GC.KeepAlive(this);
            }
        }

        public Tensor? grad
        {
            get
            {
                Native.Check(Native.st_grad(Handle, out var grad));
                GC.KeepAlive(this);
                return grad == 0 ? null : new Tensor(grad);
            }

            set
            {
                Native.Check(Native.st_set_grad(Handle, value?.Handle ?? 0));
                GC.KeepAlive(this);
                GC.KeepAlive(value);
            }
        }

        public long dim() => Dimensions;

        public long numel() => NumberOfElements;

        public long element_size() => ElementSize;

        public long size(int dim) => shape[dim < 0 ? dim + (int)Dimensions : dim];

        public long[] size() => shape;

        public long[] stride()
        {
            var meta = Describe();
            var strides = new ReadOnlySpan<long>(meta.Strides, meta.Dimensions).ToArray();
            GC.KeepAlive(this);
            return strides;
        }

        public long stride(int dim) => stride()[dim < 0 ? dim + (int)Dimensions : dim];

        public long storage_offset() => Describe().StorageOffset;

        public bool is_contiguous() => Describe().IsContiguous != 0;

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_integral() => torch.is_integral(dtype);

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public void retain_grad() => Operator.Run("retain_grad", this);

        public void backward() => torch.autograd.backward([this]);

        public void backward(
            IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            torch.autograd.backward([this], grad_tensors!, retain_graph, create_graph, inputs!);

        /// <summary>Shape, type and device in one line.</summary>
        public override string ToString() => IsInvalid ? "[disposed]" : $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";

        internal Meta Describe()
        {
            Native.Check(Native.st_meta(Handle, out var meta));
            GC.KeepAlive(this);
            return meta;
        }
    }
}
