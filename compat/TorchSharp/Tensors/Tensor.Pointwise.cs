using static TorchSharp.Interop.Operator;

namespace TorchSharp;

public static partial class torch
{
    /// <content>Functions of each element.</content>
    public partial class Tensor
    {
        public Tensor abs() => One("abs", this);

        public Tensor abs_() => InPlace("abs_", this);

        public Tensor absolute() => abs();

        public Tensor neg() => One("neg", this);

        public Tensor neg_() => InPlace("neg_", this);

        public Tensor negative() => neg();

        public Tensor sqrt() => One("sqrt", this);

        public Tensor sqrt_() => InPlace("sqrt_", this);

        public Tensor rsqrt() => One("rsqrt", this);

        public Tensor rsqrt_() => InPlace("rsqrt_", this);

        public Tensor square() => One("square", this);

        public Tensor reciprocal() => One("reciprocal", this);

        public Tensor reciprocal_() => InPlace("reciprocal_", this);

        public Tensor exp() => One("exp", this);

        public Tensor exp_() => InPlace("exp_", this);

        public Tensor expm1() => One("expm1", this);

        public Tensor expm1_() => InPlace("expm1_", this);

        public Tensor log() => One("log", this);

        public Tensor log_() => InPlace("log_", this);

        public Tensor log1p() => One("log1p", this);

        public Tensor log1p_() => InPlace("log1p_", this);

        public Tensor log2() => One("log2", this);

        public Tensor log10() => One("log10", this);

        public Tensor sin() => One("sin", this);

        public Tensor cos() => One("cos", this);

        public Tensor tanh() => One("tanh", this);

        public Tensor tanh_() => InPlace("tanh_", this);

        public Tensor sigmoid() => One("sigmoid", this);

        public Tensor sigmoid_() => InPlace("sigmoid_", this);

        public Tensor sign() => One("sign", this);

        public Tensor floor() => One("floor", this);

        public Tensor floor_() => InPlace("floor_", this);

        public Tensor ceil() => One("ceil", this);

        public Tensor ceil_() => InPlace("ceil_", this);

        public Tensor trunc() => One("trunc", this);

        public Tensor round(long decimals = 0) => One("round.decimals", this, decimals);

        public Tensor round_(long decimals = 0) => InPlace("round_.decimals", this, decimals);

        public Tensor erf() => One("erf", this);

        public Tensor relu() => One("relu", this);

        public Tensor relu_() => InPlace("relu_", this);

        public Tensor selu() => One("selu", this);

        public Tensor selu_() => InPlace("selu_", this);

        public Tensor leaky_relu(Scalar negative_slope) => One("leaky_relu", this, negative_slope);

        public Tensor elu(double alpha = 1.0) => One("elu", this, alpha);

        public Tensor elu(Scalar alpha, Scalar scale, Scalar input_scale) => One("elu", this, alpha, scale, input_scale);

        public Tensor silu() => One("silu", this);

        public Tensor gelu() => One("gelu", this);

        public Tensor softplus(double beta = 1.0, double threshold = 20.0) => One("softplus", this, beta, threshold);

        public Tensor log_sigmoid() => One("log_sigmoid", this);

        public Tensor isnan() => One("isnan", this);

        public Tensor isinf() => One("isinf", this);

        public Tensor isfinite() => One("isfinite", this);

        public Tensor nan_to_num(double nan = 0.0, double? posinf = null, double? neginf = null) =>
            One("nan_to_num", this, nan, posinf, neginf);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => One("clamp", this, min, max);

        public Tensor clamp(Tensor? min = null, Tensor? max = null) => One("clamp.Tensor", this, min, max);

        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => InPlace("clamp_", this, min, max);

        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => InPlace("clamp_.Tensor", this, min, max);

        public Tensor clip(Scalar? min = null, Scalar? max = null) => clamp(min, max);

        public Tensor clamp_min(Scalar min) => One("clamp_min", this, min);

        public Tensor clamp_min_(Scalar min) => InPlace("clamp_min_", this, min);

        public Tensor clamp_max(Scalar max) => One("clamp_max", this, max);

        public Tensor clamp_max_(Scalar max) => InPlace("clamp_max_", this, max);

        public Tensor logical_not() => One("logical_not", this);

        public Tensor logical_not_() => InPlace("logical_not_", this);
    }
}
