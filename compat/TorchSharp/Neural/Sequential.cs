using System.Globalization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Sequential Sequential() => new();

            public static Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules) =>
                Modules.Sequential.Of(modules);

            public static Sequential Sequential(params Module<Tensor, Tensor>[] modules) =>
                Sequential((IEnumerable<Module<Tensor, Tensor>>)modules);

            public static Sequential Sequential(params Tuple<string, Module<Tensor, Tensor>>[] modules) =>
                Modules.Sequential.Of(modules.Select(module => (module.Item1, module.Item2)));

            public static Sequential Sequential(IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules) =>
                Modules.Sequential.Of(modules);

            public static Sequential Sequential(IEnumerable<Tuple<string, Module<Tensor, Tensor>>> modules) =>
                Modules.Sequential.Of(modules.Select(module => (module.Item1, module.Item2)));

            public static Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules) =>
                Modules.Sequential.Of(modules.Select((module, place) => (place.ToString(CultureInfo.InvariantCulture), module)));
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Modules one after the other; what one returns the next one gets.</summary>
    public class Sequential : nn.Module<Tensor, Tensor>
    {
        internal Sequential()
            : base(nameof(Sequential))
        {
        }

        public int Count => _internal_submodules.Count;

        public nn.IModule<Tensor, Tensor> this[int index] => (nn.IModule<Tensor, Tensor>)_internal_submodules[index].Item2;

        public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
        {
            register_module(name, (nn.Module)module);
            return this;
        }

        public Sequential append(nn.IModule<Tensor, Tensor> module) => append(Count.ToString(CultureInfo.InvariantCulture), module);

        /// <summary>The tensors between two modules are disposed on the way.</summary>
        public override Tensor forward(Tensor tensor)
        {
            if (Count == 0)
            {
                return tensor.alias();
            }

            var current = tensor;
            foreach (var (_, module) in _internal_submodules)
            {
                var next = ((nn.IModule<Tensor, Tensor>)module).call(current);
                if (!ReferenceEquals(current, tensor) && !ReferenceEquals(current, next))
                {
                    current.Dispose();
                }

                current = next;
            }

            return current;
        }

        internal static Sequential Of(IEnumerable<(string Name, nn.Module<Tensor, Tensor> Module)> modules)
        {
            var sequential = new Sequential();
            foreach (var (name, module) in modules)
            {
                sequential.append(name, module);
            }

            return sequential;
        }
    }
}
