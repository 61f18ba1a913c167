using TorchSharp.Interop;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    /// <content>Reading and writing elements from .NET.</content>
    public unsafe partial class Tensor
    {
        /// <summary>The elements as bytes; the span is valid as long as this tensor is.</summary>
        /// <exception cref="NotImplementedException">The tensor is not on the CPU or not contiguous.</exception>
        public Span<byte> bytes
        {
            get
            {
                var size = NumberOfElements * ElementSize;
                RequirePlainMemory(size);
                return new Span<byte>((void*)DataPointer(), (int)size);
            }

            set
            {
                var size = NumberOfElements * ElementSize;
                if (!is_contiguous())
                {
                    throw new InvalidOperationException("SetBytes() called on non-contiguous tensor.");
                }

                if (size != value.Length)
                {
                    throw new ArgumentException("Mismatched data sizes in SetBytes().");
                }

                RequirePlainMemory(size);
                value.CopyTo(new Span<byte>((void*)DataPointer(), value.Length));
                GC.KeepAlive(this);
            }
        }

        /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the element type.</exception>
        public TensorAccessor<T> data<T>()
            where T : unmanaged
        {
            RequireType(typeof(T));
            return new TensorAccessor<T>(is_cpu() ? this : cpu());
        }

        /// <summary>The element of a tensor that has only one.</summary>
        /// <exception cref="ArgumentException">There is more than one element, or <typeparamref name="T"/> is not its type.</exception>
        public T item<T>()
            where T : unmanaged
        {
            if (NumberOfElements != 1)
            {
                throw new ArgumentException("Number of elements in the tensor must be 1");
            }

            return data<T>()[0];
        }

        /// <summary>The element of a tensor that has only one, whatever its type.</summary>
        public Scalar ToScalar() => new(Operator.Plain("item", this));

        public bool is_nonzero()
        {
            if (numel() != 1)
            {
                throw new InvalidOperationException("is_nonzero() called on non-singleton tensor");
            }

            return ToScalar().ToBoolean();
        }

        internal nint DataPointer()
        {
            Native.Check(Native.st_data(Handle, out var data));
            GC.KeepAlive(this);
            return data;
        }

        private void RequirePlainMemory(long size)
        {
            if (!is_contiguous())
            {
                throw new NotImplementedException("Bytes() called on non-contiguous tensor.");
            }

            if (size > int.MaxValue)
            {
                throw new NotImplementedException("Span only supports up to int.MaxValue elements.");
            }

            if (!is_cpu())
            {
                throw new InvalidOperationException(
                    "Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
            }
        }

        private void RequireType(Type type)
        {
            var expected = dtype switch
            {
                ScalarType.Byte => typeof(byte),
                ScalarType.Int8 => typeof(sbyte),
                ScalarType.Int16 => typeof(short),
                ScalarType.Int32 => typeof(int),
                ScalarType.Int64 => typeof(long),
                ScalarType.Float16 => typeof(Half),
                ScalarType.Float32 => typeof(float),
                ScalarType.Float64 => typeof(double),
                ScalarType.Bool => typeof(bool),
                _ => throw new ArgumentException($"No support for {dtype} in TorchSharp"),
            };
            if (type != expected)
            {
                throw new ArgumentException($"{type.Name} is not compatible with {dtype}");
            }
        }
    }
}
