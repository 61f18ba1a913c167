using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>The state of a layer for each row.</summary>
/// <param name="Hidden">h, [batch, state size].</param>
/// <param name="Cell">c, [batch, hidden], if the cell is an LSTM.</param>
internal readonly record struct LayerState(Tensor Hidden, Tensor? Cell)
{
    /// <summary>Applies a function to h and, if there is one, to c.</summary>
    internal LayerState Select(Func<Tensor, Tensor> function) => new(function(Hidden), Cell is null ? null : function(Cell));
}
