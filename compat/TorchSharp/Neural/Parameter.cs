using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
#nullable disable
            public static Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);
#nullable restore
        }
    }
}

namespace TorchSharp.Modules
{
#nullable disable
    /// <summary>A tensor that a module learns.</summary>
    /// <remarks>Takes the reference out of the tensor it is made from, and that tensor's place in its scope.</remarks>
    public class Parameter : Tensor
    {
        public Parameter(Tensor data, bool requires_grad = true)
            : base(data.with_requires_grad(requires_grad).MoveHandle(), false) => DisposeScope.ReplaceWith(data, this);

        internal Parameter(nint handle)
            : base(handle)
        {
        }

        /// <summary>A second reference to the same parameter, with a life of its own.</summary>
        internal Parameter Again() => new(Retain());
    }
#nullable restore
}
