using static TorchSharp.Interop.Operator;

namespace TorchSharp;

public static partial class torch
{
    /// <content>Arithmetic of two operands, in new memory and in place.</content>
    public partial class Tensor
    {
        public Tensor add(Tensor target) => One("add.Tensor", this, target);

        public Tensor add(Tensor target, Scalar alpha) => One("add.Tensor", this, target, alpha);

        public Tensor add(Scalar scalar) => One("add.Scalar", this, scalar);

        public Tensor add(Scalar scalar, Scalar alpha) => One("add.Scalar", this, scalar, alpha);

        public Tensor add_(Tensor target) => InPlace("add_.Tensor", this, target);

        public Tensor add_(Tensor target, Scalar alpha) => InPlace("add_.Tensor", this, target, alpha);

        public Tensor add_(Scalar scalar) => InPlace("add_.Scalar", this, scalar);

        public Tensor add_(Scalar scalar, Scalar alpha) => InPlace("add_.Scalar", this, scalar, alpha);

        public Tensor sub(Tensor target) => One("sub.Tensor", this, target);

        public Tensor sub(Scalar target) => One("sub.Scalar", this, target);

        public Tensor sub_(Tensor target) => InPlace("sub_.Tensor", this, target);

        public Tensor sub_(Scalar target) => InPlace("sub_.Scalar", this, target);

        public Tensor subtract(Scalar target) => sub(target);

        public Tensor subtract(Tensor target) => sub(target);

        public Tensor mul(Tensor target) => One("mul.Tensor", this, target);

        public Tensor mul(Scalar target) => One("mul.Scalar", this, target);

        public Tensor mul_(Tensor target) => InPlace("mul_.Tensor", this, target);

        public Tensor mul_(Scalar target) => InPlace("mul_.Scalar", this, target);

        public Tensor multiply(Tensor target) => mul(target);

        public Tensor multiply(Scalar target) => mul(target);

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            One("div.Tensor_mode", this, target, Mode(rounding_mode));

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            One("div.Scalar_mode", this, target, Mode(rounding_mode));

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            InPlace("div_.Tensor_mode", this, target, Mode(rounding_mode));

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            InPlace("div_.Scalar_mode", this, target, Mode(rounding_mode));

        public Tensor divide(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            One("div.Tensor_mode", this, target, Mode(rounding_mode));

        public Tensor divide(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            One("div.Scalar_mode", this, target, Mode(rounding_mode));

        public Tensor divide_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            InPlace("div_.Tensor_mode", this, target, Mode(rounding_mode));

        public Tensor divide_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            InPlace("div_.Scalar_mode", this, target, Mode(rounding_mode));

        public Tensor pow(Tensor exponent) => One("pow.Tensor_Tensor", this, exponent);

        public Tensor pow(Scalar exponent) => One("pow.Tensor_Scalar", this, exponent);

        public Tensor pow_(Tensor exponent) => InPlace("pow_.Tensor", this, exponent);

        public Tensor pow_(Scalar exponent) => InPlace("pow_.Scalar", this, exponent);

        public Tensor remainder(Tensor target) => One("remainder.Tensor", this, target);

        public Tensor remainder(Scalar scalar) => One("remainder.Scalar", this, scalar);

        public Tensor fmod(Tensor target) => One("fmod.Tensor", this, target);

        public Tensor fmod(Scalar scalar) => One("fmod.Scalar", this, scalar);

        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => One("addcmul", this, tensor1, tensor2, value);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => InPlace("addcmul_", this, tensor1, tensor2, value);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => One("addcdiv", this, tensor1, tensor2, value);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => One("addcdiv", this, tensor1, tensor2);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => InPlace("addcdiv_", this, tensor1, tensor2, value);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => InPlace("addcdiv_", this, tensor1, tensor2);

        public Tensor lerp(Tensor end, Tensor weight) => One("lerp.Tensor", this, end, weight);

        public Tensor lerp_(Tensor end, Tensor weight) => InPlace("lerp_.Tensor", this, end, weight);

        public Tensor maximum(Tensor other) => One("maximum", this, other);

        public Tensor minimum(Tensor other) => One("minimum", this, other);

        public Tensor logaddexp(Tensor other) => One("logaddexp", this, other);

        public Tensor xlogy(Tensor y) => One("xlogy.Tensor", this, y);

        public Tensor xlogy(Scalar y) => One("xlogy.Scalar_Other", this, y);

        public Tensor floor_divide(Tensor other) => One("floor_divide", this, other);

        public Tensor floor_divide(Scalar other) => One("floor_divide.Scalar", this, other);
    }
}
