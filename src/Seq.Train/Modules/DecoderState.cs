using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>What a decoder remembers between steps.</summary>
/// <param name="Layers">The state of each layer.</param>
/// <param name="Feed">With input feeding the last h̃, [batch, output].</param>
/// <param name="Coverage">With coverage the sum of the past weights, [batch, source].</param>
internal sealed record DecoderState(LayerState[] Layers, Tensor? Feed, Tensor? Coverage);
