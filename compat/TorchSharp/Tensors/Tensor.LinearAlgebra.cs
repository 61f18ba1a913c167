using static TorchSharp.Interop.Operator;

namespace TorchSharp;

public static partial class torch
{
    /// <content>Products of matrices and vectors.</content>
    public partial class Tensor
    {
        public Tensor matmul(Tensor target) => One("matmul", this, target);

        public Tensor mm(Tensor target) => One("mm", this, target);

        public Tensor mv(Tensor target) => One("mv", this, target);

        public Tensor bmm(Tensor batch2) => One("bmm", this, batch2);

        public Tensor dot(Tensor target) => One("dot", this, target);

        public Tensor outer(Tensor vec2) => One("outer", this, vec2);

        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1f, float alpha = 1f) => One("addmm", this, mat1, mat2, beta, alpha);

        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1f, float alpha = 1f) =>
            InPlace("addmm_", this, mat1, mat2, beta, alpha);

        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1f, float alpha = 1f) => One("addmv", this, mat, vec, beta, alpha);

        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1f, float alpha = 1f) =>
            One("baddbmm", this, batch1, batch2, beta, alpha);

        public Tensor tril(long diagonal = 0) => One("tril", this, diagonal);

        public Tensor tril_(long diagonal = 0) => InPlace("tril_", this, diagonal);

        public Tensor triu(long diagonal = 0) => One("triu", this, diagonal);

        public Tensor triu_(long diagonal = 0) => InPlace("triu_", this, diagonal);

        public Tensor diag(long diagonal = 0) => One("diag", this, diagonal);

        public Tensor diagonal(long offset = 0, long dim1 = 0, long dim2 = 1) => One("diagonal", this, offset, dim1, dim2);

        public Tensor trace() => One("trace", this);
    }
}
