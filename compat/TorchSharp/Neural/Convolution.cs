using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp
{
    public enum PaddingModes
    {
        Zeros = 0,
        Reflect = 1,
        Replicate = 2,
        Circular = 3,
        Constant = 4,
    }

    public enum Padding
    {
        Valid = 0,
        Same = 1,
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static Conv1d Conv1d(
                long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
                ScalarType? dtype = null) =>
                new(in_channels, out_channels, kernel_size, stride, padding, null, dilation, groups, bias, padding_mode, device, dtype);

            public static Conv1d Conv1d(
                long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
                ScalarType? dtype = null) =>
                new(in_channels, out_channels, kernel_size, stride, null, padding, dilation, groups, bias, padding_mode, device, dtype);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>What convolutions of every number of dimensions share.</summary>
    public abstract class Convolution : nn.Module<Tensor, Tensor>
    {
        /// <summary>Padding of the last dimension first, each length twice: what <see cref="nn.functional"/>.pad takes.</summary>
        protected long[] _reversed_padding_repeated_twice = [];

        [ComponentName(Name = nameof(bias))]
        protected Parameter? _bias;

        [ComponentName(Name = nameof(weight))]
        protected Parameter? _weight;

        protected Convolution(
            string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[]? padding, Padding? padding_type,
            long[] dilation, bool transposed, long[] output_padding, long groups, bool bias, PaddingModes padding_mode,
            Device? device = null, ScalarType? dtype = null)
            : base(name)
        {
            (this.in_channels, this.out_channels, this.groups) = (in_channels, out_channels, groups);
            (this.kernel_size, this.stride, this.dilation) = (kernel_size, stride, dilation);
            (this.transposed, this.output_padding, this.padding_mode) = (transposed, output_padding, padding_mode);
            if (padding_type is { } type)
            {
                SetPadding(type);
            }
            else
            {
                SetPadding(padding ?? new long[kernel_size.Length]);
            }

            long[] shape = transposed
                ? [in_channels, out_channels / groups, .. kernel_size]
                : [out_channels, in_channels / groups, .. kernel_size];
            weight = torch.empty(shape, dtype, device).AsParameter();
            if (bias)
            {
                this.bias = torch.empty(out_channels, dtype, device).AsParameter();
            }

            reset_parameters();
        }

        public long in_channels { get; }

        public long out_channels { get; }

        public bool transposed { get; }

        public Padding? padding_type { get; private set; }

        public long[]? padding { get; private set; }

        public PaddingModes padding_mode { get; set; }

        public long groups { get; set; }

        public long[] kernel_size { get; set; }

        public long[] stride { get; set; }

        public long[] dilation { get; set; }

        public long[] output_padding { get; set; }

        public Parameter? bias
        {
            get => _bias;
            set
            {
                _bias?.Dispose();
                _bias = Owned(value);
                ConditionallyRegisterParameter(nameof(bias), _bias);
            }
        }

        public Parameter weight
        {
            get => _weight!;
            set
            {
                ArgumentNullException.ThrowIfNull(value);
                if (ReferenceEquals(value, _weight))
                {
                    return;
                }

                _weight?.Dispose();
                _weight = Owned(value);
                ConditionallyRegisterParameter(nameof(weight), _weight);
            }
        }

        public void reset_parameters()
        {
            nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
            if (bias is not null)
            {
                var (fanIn, _) = nn.init.CalculateFanInAndFanOut(weight);
                var bound = fanIn > 0 ? 1 / Math.Sqrt(fanIn) : 0;
                nn.init.uniform_(bias, -bound, bound);
            }
        }

        public void SetPadding(long[] padding)
        {
            (this.padding, padding_type) = (padding, null);
            _reversed_padding_repeated_twice = [.. padding.Reverse().SelectMany(length => new[] { length, length })];
        }

        /// <exception cref="ArgumentException">Same padding with a stride.</exception>
        public void SetPadding(Padding padding)
        {
            (this.padding, padding_type) = (null, padding);
            _reversed_padding_repeated_twice = new long[2 * kernel_size.Length];
            if (padding == Padding.Valid)
            {
                return;
            }

            if (stride.Any(step => step != 1))
            {
                throw new ArgumentException("padding='same' is not supported for strided convolutions");
            }

            for (var k = 0; k < kernel_size.Length; k++)
            {
                var total = dilation[k] * (kernel_size[k] - 1);
                var place = 2 * (kernel_size.Length - 1 - k);
                _reversed_padding_repeated_twice[place] = total / 2;
                _reversed_padding_repeated_twice[place + 1] = total - (total / 2);
            }
        }

        protected bool ValidateShape(Tensor input, long dimensions)
        {
            var shape = input.shape;
            return (shape.Length == dimensions + 2 && shape[1] == in_channels)
                || (shape.Length == dimensions + 1 && shape[0] == in_channels);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _weight?.Dispose();
                _bias?.Dispose();
            }
        }

        protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => Move(dtype, device);

        protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) =>
            Move(null, new Device(deviceType, deviceIndex));

        protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => Move(dtype, null);

        private nn.Module Move(ScalarType? dtype, Device? device)
        {
            if (_weight is not null && ReplaceParameter(dtype, device, _weight, out var movedWeight))
            {
                weight = movedWeight!;
            }

            if (_bias is not null && ReplaceParameter(dtype, device, _bias, out var movedBias))
            {
                bias = movedBias;
            }

            return this;
        }
    }

    /// <summary>Correlates [batch, in, time] with kernels [out, in / groups, width].</summary>
    public sealed class Conv1d : Convolution
    {
        internal Conv1d(
            long inChannels, long outChannels, long kernelSize, long stride, long? padding, Padding? paddingType, long dilation,
            long groups, bool bias, PaddingModes paddingMode, Device? device, ScalarType? dtype)
            : base(
                nameof(Conv1d), inChannels, outChannels, [kernelSize], [stride], padding is { } length ? [length] : null, paddingType,
                [dilation], false, [0], groups, bias, paddingMode, device, dtype)
        {
        }

        /// <exception cref="ArgumentException">The input's shape does not fit.</exception>
        public override Tensor forward(Tensor input)
        {
            if (!ValidateShape(input, 1))
            {
                throw new ArgumentException($"Expected 2D (unbatched) or 3D (batched) input with {in_channels} channels to Conv1d.");
            }

            if (padding_mode != PaddingModes.Zeros)
            {
                using var padded = nn.functional.pad(input, _reversed_padding_repeated_twice, padding_mode);
                return nn.functional.conv1d(padded, weight, bias, stride[0], 0, dilation[0], groups);
            }

            return padding_type is { } type
                ? nn.functional.conv1d_padding(input, weight, bias, stride[0], type, dilation[0], groups)
                : nn.functional.conv1d(input, weight, bias, stride[0], padding?[0], dilation[0], groups);
        }
    }
}
