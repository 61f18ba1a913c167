using static TorchSharp.Interop.Operator;

namespace TorchSharp;

public static partial class torch
{
    /// <content>Comparisons and logic.</content>
    public partial class Tensor
    {
        public Tensor eq(Tensor target) => One("eq.Tensor", this, target);

        public Tensor eq(Scalar target) => One("eq.Scalar", this, target);

        public Tensor eq_(Tensor target) => InPlace("eq_.Tensor", this, target);

        public Tensor eq_(Scalar target) => InPlace("eq_.Scalar", this, target);

        public Tensor ne(Tensor target) => One("ne.Tensor", this, target);

        public Tensor ne(Scalar target) => One("ne.Scalar", this, target);

        public Tensor ne_(Tensor target) => InPlace("ne_.Tensor", this, target);

        public Tensor ne_(Scalar target) => InPlace("ne_.Scalar", this, target);

        public Tensor lt(Tensor target) => One("lt.Tensor", this, target);

        public Tensor lt(Scalar target) => One("lt.Scalar", this, target);

        public Tensor lt_(Tensor target) => InPlace("lt_.Tensor", this, target);

        public Tensor lt_(Scalar target) => InPlace("lt_.Scalar", this, target);

        public Tensor le(Tensor target) => One("le.Tensor", this, target);

        public Tensor le(Scalar target) => One("le.Scalar", this, target);

        public Tensor le_(Tensor target) => InPlace("le_.Tensor", this, target);

        public Tensor le_(Scalar target) => InPlace("le_.Scalar", this, target);

        public Tensor gt(Tensor target) => One("gt.Tensor", this, target);

        public Tensor gt(Scalar target) => One("gt.Scalar", this, target);

        public Tensor gt_(Tensor target) => InPlace("gt_.Tensor", this, target);

        public Tensor gt_(Scalar target) => InPlace("gt_.Scalar", this, target);

        public Tensor ge(Tensor target) => One("ge.Tensor", this, target);

        public Tensor ge(Scalar target) => One("ge.Scalar", this, target);

        public Tensor ge_(Tensor target) => InPlace("ge_.Tensor", this, target);

        public Tensor ge_(Scalar target) => InPlace("ge_.Scalar", this, target);

        public Tensor equal(Tensor target) => eq(target);

        public Tensor not_equal(Tensor target) => ne(target);

        public Tensor less(Tensor target) => lt(target);

        public Tensor less_equal(Tensor target) => le(target);

        public Tensor greater(Tensor target) => gt(target);

        public Tensor greater_equal(Tensor target) => ge(target);

        public Tensor logical_and(Tensor other) => One("logical_and", this, other);

        public Tensor logical_and_(Tensor other) => InPlace("logical_and_", this, other);

        public Tensor logical_or(Tensor other) => One("logical_or", this, other);

        public Tensor logical_or_(Tensor other) => InPlace("logical_or_", this, other);

        public Tensor logical_xor(Tensor other) => One("logical_xor", this, other);

        public Tensor logical_xor_(Tensor other) => InPlace("logical_xor_", this, other);

        public Tensor isclose(Tensor other, double rtol = 1E-05, double atol = 1E-08, bool nanEqual = false) =>
            One("isclose", this, other, rtol, atol, nanEqual);

        public bool allclose(Tensor target, double rtol = 1E-05, double atol = 1E-08, bool equal_nan = false) =>
            Flag("allclose", this, target, rtol, atol, equal_nan);
    }
}
