using TorchSharp.Interop;
using static TorchSharp.Interop.Operator;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
#nullable disable
            /// <summary>Batches of sequences whose lengths differ.</summary>
            public static partial class rnn
            {
                public static PackedSequence pack_padded_sequence(
                    Tensor input, Tensor lengths, bool batch_first = false, bool enforce_sorted = true)
                {
                    if (enforce_sorted)
                    {
                        var (data, sizes) = Two("_pack_padded_sequence", input, lengths, batch_first);
                        return new PackedSequence(data, sizes, null, null);
                    }

                    var (sortedLengths, sorted) = lengths.sort(-1, true);
                    var unsorted = InverseOf(sorted);
                    using var order = sortedLengths;
                    using var ordered = input.index_select(batch_first ? 0 : 1, sorted);
                    var (packed, batchSizes) = Two("_pack_padded_sequence", ordered, sortedLengths, batch_first);
                    return new PackedSequence(packed, batchSizes, sorted, unsorted);
                }

                public static (Tensor, Tensor) pad_packed_sequence(
                    PackedSequence sequence, bool batch_first = false, double padding_value = 0.0, long? total_length = null)
                {
                    var length = sequence.batch_sizes.numel();
                    if (total_length < length)
                    {
                        throw new System.Runtime.InteropServices.ExternalException(
                            "Expected total_length to be at least the length of the longest sequence in input, but got "
                            + $"total_length={total_length} and max sequence length being {length}");
                    }

                    var (padded, lengths) = Two(
                        "_pad_packed_sequence", sequence.data, sequence.batch_sizes, batch_first, padding_value, total_length ?? length);
                    using var firstPadded = padded;
                    using var firstLengths = lengths;
                    return (
                        padded.index_select(batch_first ? 0 : 1, sequence.unsorted_indices),
                        lengths.index_select(0, sequence.unsorted_indices));
                }

                public static Tensor pad_sequence(IEnumerable<Tensor> sequences, bool batch_first = false, double padding_value = 0.0) =>
                    One("pad_sequence", Arg.List(sequences), batch_first, padding_value);

                public static PackedSequence pack_sequence(IEnumerable<Tensor> sequences, bool enforce_sorted = true)
                {
                    var all = sequences.ToArray();
                    using var lengths = torch.tensor(Array.ConvertAll(all, sequence => sequence.shape[0]));
                    using var padded = pad_sequence(all);
                    return pack_padded_sequence(padded, lengths, false, enforce_sorted);
                }

                private static Tensor InverseOf(Tensor permutation)
                {
                    using var places = torch.arange(permutation.numel());
                    return torch.empty_like(permutation).scatter_(0, permutation, places);
                }
            }
#nullable restore
        }
    }
}
