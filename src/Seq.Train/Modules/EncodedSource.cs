using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>What the decoder knows of a batch of sources.</summary>
/// <param name="Rows">Lengths of the sources.</param>
/// <param name="Memory">Encoder outputs, [batch, source, memory], zero past the length.</param>
/// <param name="Keys">What attention compares with; null without attention.</param>
/// <param name="Context">The encoder's last top-layer output, [batch, memory].</param>
/// <param name="Initial">What the decoder remembers before the first step.</param>
/// <param name="Masks">What is dropped from the decoder at all its steps alike.</param>
internal sealed record EncodedSource(RowLengths Rows, Tensor Memory, Tensor? Keys, Tensor Context, DecoderState Initial, SequenceMasks Masks);
