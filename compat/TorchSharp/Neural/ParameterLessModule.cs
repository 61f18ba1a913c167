using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The functions that <see cref="RNN"/> can apply to its state.</summary>
            public enum NonLinearities
            {
                ReLU = 0,
                Tanh = 1,
            }
        }
    }
}

namespace TorchSharp.Modules
{
    public interface IParameterLessModule
    {
    }

    /// <summary>A layer that has nothing to learn, to save or to move.</summary>
    public abstract class ParameterLessModule<T1, TResult> : nn.Module<T1, TResult>, IParameterLessModule
    {
        protected ParameterLessModule(string name)
            : base(name)
        {
        }

        public override void register_buffer(string name, Tensor tensor, bool persistent = true) =>
            throw new InvalidOperationException($"Cannot register a buffer in '{GetName()}': the module has no state.");

        public override void register_parameter(string name, Parameter param) =>
            throw new InvalidOperationException($"Cannot register a parameter in '{GetName()}': the module has no state.");

        public override void register_module(string name, nn.Module submodule) =>
            throw new InvalidOperationException($"Cannot register a module in '{GetName()}': the module has no state.");

        protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;

        protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;

        protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;
    }
}
