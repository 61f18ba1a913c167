using static TorchSharp.Interop.Operator;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
#nullable disable
        /// <summary>Fills parameters before training; every function returns the tensor it was given and records no gradient.</summary>
        public static class init
        {
            public enum NonlinearityType
            {
                Linear = 0,
                Conv1D = 1,
                Conv2D = 2,
                Conv3D = 3,
                ConvTranspose1D = 4,
                ConvTranspose2D = 5,
                ConvTranspose3D = 6,
                Sigmoid = 7,
                Tanh = 8,
                ReLU = 9,
                LeakyReLU = 10,
            }

            public enum FanInOut
            {
                FanIn = 0,
                FanOut = 1,
            }

            /// <summary>How much a nonlinearity shrinks the spread of its input, turned around.</summary>
            public static double calculate_gain(NonlinearityType nonlinearity, double param = 0.0) => nonlinearity switch
            {
                NonlinearityType.Tanh => 5.0 / 3,
                NonlinearityType.ReLU => Math.Sqrt(2),
                NonlinearityType.LeakyReLU => Math.Sqrt(2 / (1 + (param * param))),
                _ => 1,
            };

            public static Tensor ones_(Tensor tensor) => constant_(tensor, 1);

            public static Tensor zeros_(Tensor tensor) => constant_(tensor, 0);

            public static Tensor constant_(Tensor tensor, Scalar val) => Frozen(tensor, t => t.fill_(val));

            public static Tensor eye_(Tensor tensor) => Frozen(tensor, t =>
            {
                RequireMatrix(t);
                using var identity = torch.eye(t.shape[0], t.shape[1], t.dtype, t.device);
                t.copy_(identity);
            });

            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator generator = null) =>
                Frozen(tensor, t => t.uniform_(low, high, generator));

            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator generator = null) =>
                Frozen(tensor, t => t.normal_(mean, std, generator));

            public static Tensor xavier_uniform_(Tensor tensor, double gain = 1.0) => Frozen(tensor, t =>
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(t);
                var bound = gain * Math.Sqrt(6.0 / (fanIn + fanOut));
                t.uniform_(-bound, bound);
            });

            public static Tensor glorot_uniform_(Tensor tensor, double gain = 1.0) => xavier_uniform_(tensor, gain);

            public static Tensor xavier_normal_(Tensor tensor, double gain = 1.0) => Frozen(tensor, t =>
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(t);
                t.normal_(0, gain * Math.Sqrt(2.0 / (fanIn + fanOut)));
            });

            public static Tensor glorot_normal_(Tensor tensor, double gain = 1.0) => xavier_normal_(tensor, gain);

            public static Tensor kaiming_uniform_(
                Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn,
                NonlinearityType nonlinearity = NonlinearityType.LeakyReLU) =>
                Frozen(tensor, t =>
                {
                    var bound = Math.Sqrt(3) * KaimingSpread(t, a, mode, nonlinearity);
                    t.uniform_(-bound, bound);
                });

            public static Tensor kaiming_normal_(
                Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn,
                NonlinearityType nonlinearity = NonlinearityType.LeakyReLU) =>
                Frozen(tensor, t => t.normal_(0, KaimingSpread(t, a, mode, nonlinearity)));

            /// <summary>Rows (or, of a tall matrix, columns) that are orthogonal and of length <paramref name="gain"/>.</summary>
            public static Tensor orthogonal_(Tensor tensor, double gain = 1.0) => Frozen(tensor, t =>
            {
                var (rows, columns) = (t.shape[0], t.shape.Skip(1).TotalSize());
                using var scope = NewDisposeScope();
                var normal = torch.randn(rows, columns, t.dtype, t.device);
                var (q, r) = Two("linalg_qr", rows < columns ? normal.t() : normal);
                q.mul_(r.diag().sign()); // makes the draw uniform over all orthogonal matrices
                t.copy_((rows < columns ? q.t() : q).reshape(t.shape)).mul_(gain);
            });

            public static (long fanIn, long fanOut) CalculateFanInAndFanOut(Tensor tensor)
            {
                var shape = tensor.shape;
                if (shape.Length < 2)
                {
                    throw new ArgumentException("Fan in and fan out can not be computed for tensor with fewer than 2 dimensions");
                }

                var field = shape.Skip(2).TotalSize();
                return (shape[1] * field, shape[0] * field);
            }

            private static double KaimingSpread(Tensor tensor, double a, FanInOut mode, NonlinearityType nonlinearity)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return calculate_gain(nonlinearity, a) / Math.Sqrt(mode == FanInOut.FanIn ? fanIn : fanOut);
            }

            private static void RequireMatrix(Tensor tensor)
            {
                if (tensor.ndim != 2)
                {
                    throw new ArgumentException("Only tensors with 2 dimensions are supported");
                }
            }

            private static Tensor Frozen(Tensor tensor, Action<Tensor> fill)
            {
                using var frozen = no_grad();
                fill(tensor);
                return tensor;
            }
        }
#nullable restore
    }
}
