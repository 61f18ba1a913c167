using TorchSharp.Modules;
using static TorchSharp.Interop.Operator;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Embedding Embedding(
                long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0,
                bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null) =>
                new Embedding(
                    Modules.Embedding.NewTable(num_embeddings, embedding_dims, padding_idx), padding_idx, max_norm, norm_type,
                    scale_grad_by_freq, sparse).Placed<Embedding>(device, dtype);

            public static Embedding Embedding_from_pretrained(
                Tensor embeddings, bool freeze = true, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0,
                bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null) =>
                new Embedding(
                    new Parameter(embeddings.detach(), !freeze), padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse)
                    .Placed<Embedding>(device, dtype);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Rows of a table: [...] of indices to [..., dims].</summary>
    public sealed class Embedding : nn.Module<Tensor, Tensor>
    {
        private readonly long _paddingIndex;
        private readonly double? _maxNorm;
        private readonly double _normType;
        private readonly bool _scaleGradByFreq;
        private readonly bool _sparse;

        internal Embedding(Parameter table, long? padding, double? maxNorm, double normType, bool scaleGradByFreq, bool sparse)
            : base(nameof(Embedding))
        {
            var rows = table.shape[0];
            if (padding >= rows || padding < -rows)
            {
                throw new System.Runtime.InteropServices.ExternalException("Padding_idx must be within num_embeddings");
            }

            _paddingIndex = padding is { } index ? (index < 0 ? index + rows : index) : -1;
            (_maxNorm, _normType, _scaleGradByFreq, _sparse) = (maxNorm, normType, scaleGradByFreq, sparse);
            table.DetachFromDisposeScope();
            register_parameter(nameof(weight), table);
        }

        public Parameter? weight
        {
            get => _internal_params[nameof(weight)].Again();
            set
            {
                ArgumentNullException.ThrowIfNull(value);
                ConditionallyRegisterParameter(nameof(weight), Owned(value));
            }
        }

        private Parameter Table => _internal_params[nameof(weight)];

        public override Tensor forward(Tensor input)
        {
            if (_maxNorm is { } maximum)
            {
                using var frozen = no_grad();
                Run("embedding_renorm_", Table, input.contiguous(), maximum, _normType);
            }

            return One("embedding", Table, input, _paddingIndex, _scaleGradByFreq, _sparse);
        }

        /// <summary>A new table from N(0, 1), with the row of the padding index zero.</summary>
        internal static Parameter NewTable(long rows, long columns, long? padding)
        {
            var table = torch.empty(rows, columns).AsParameter();
            nn.init.normal_(table);
            if (padding is { } index)
            {
                using var frozen = no_grad();
                using var row = table[index];
                row.zero_();
            }

            return table;
        }
    }
}
