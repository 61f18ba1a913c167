using TorchSharp.Modules;
using static TorchSharp.Interop.Operator;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Work on all gradients or parameters at once.</summary>
        public static partial class utils
        {
            /// <summary>Scales the gradients so that their norm, as one vector, is at most <paramref name="max_norm"/>.</summary>
            /// <returns>The norm before.</returns>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2.0)
            {
                using var frozen = no_grad();
                using var scope = NewDisposeScope();
                var gradients = Gradients(tensors);
                if (gradients.Length == 0)
                {
                    return 0;
                }

                var norms = double.IsPositiveInfinity(norm_type)
                    ? Array.ConvertAll(gradients, gradient => gradient.abs().max())
                    : Many("_foreach_norm.Scalar", gradients, norm_type);
                using var each = torch.stack(norms);
                var total = (double.IsPositiveInfinity(norm_type) ? each.max() : One("norm.Scalar", each, norm_type)).ToDouble();
                var factor = max_norm / (total + 1e-6);
                if (factor < 1)
                {
                    Run("_foreach_mul_.Scalar", gradients, factor);
                }

                return total;
            }

            /// <summary>Cuts every element of the gradients to [-clip_value, clip_value].</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var frozen = no_grad();
                using var scope = NewDisposeScope();
                foreach (var gradient in Gradients(tensors))
                {
                    gradient.clamp_(-clip_value, clip_value);
                }
            }

            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                var flat = tensors.Select(tensor => tensor.view(-1)).ToArray();
                var vector = torch.cat(flat);
                Array.ForEach(flat, tensor => tensor.Dispose());
                return vector;
            }

            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                using var frozen = no_grad();
                long start = 0;
                foreach (var tensor in tensors)
                {
                    var length = tensor.numel();
                    using var part = vec.narrow(0, start, length);
                    using var shaped = part.view_as(tensor);
                    tensor.copy_(shaped);
                    start += length;
                }
            }

            private static Tensor[] Gradients(IEnumerable<Parameter> tensors) =>
                [.. tensors.Select(tensor => tensor.grad).OfType<Tensor>()];
        }
    }
}
