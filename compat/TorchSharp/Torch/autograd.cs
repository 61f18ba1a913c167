using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
#nullable disable
    /// <summary>Gradients of one or many tensors.</summary>
    public static unsafe partial class autograd
    {
        public static IList<Tensor> grad(
            IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor> grad_outputs = null, bool retain_graph = false,
            bool create_graph = false, bool allow_unused = false)
        {
            var results = new nint[inputs.Count];
            fixed (nint* of = Handles(outputs), with = Handles(inputs), weights = Handles(grad_outputs), result = results)
            {
                Native.Check(Native.st_gradients(
                    of, outputs.Count, with, inputs.Count, weights, retain_graph || create_graph ? 1 : 0, create_graph ? 1 : 0,
                    allow_unused ? 1 : 0, result));
            }

            GC.KeepAlive(outputs);
            GC.KeepAlive(inputs);
            GC.KeepAlive(grad_outputs);
            return Array.ConvertAll(results, handle => handle == 0 ? null : new Tensor(handle));
        }

        public static void backward(
            IList<Tensor> tensors, IList<Tensor> grad_tensors = null, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor> inputs = null)
        {
            fixed (nint* of = Handles(tensors), weights = Handles(grad_tensors), with = Handles(inputs))
            {
                Native.Check(Native.st_backward(
                    of, tensors.Count, weights, (retain_graph ?? create_graph) ? 1 : 0, create_graph ? 1 : 0, with, inputs?.Count ?? 0));
            }

            GC.KeepAlive(tensors);
            GC.KeepAlive(grad_tensors);
            GC.KeepAlive(inputs);
        }

        public static void backward(
            Tensor tensor, IList<Tensor> grad_tensors = null, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor> inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(
            Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false, IList<Tensor> inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        private static nint[] Handles(IList<Tensor> tensors)
        {
            if (tensors is null)
            {
                return null;
            }

            var handles = new nint[tensors.Count];
            for (var k = 0; k < handles.Length; k++)
            {
                handles[k] = tensors[k]?.Handle ?? 0;
            }

            return handles;
        }
    }
#nullable restore
}
