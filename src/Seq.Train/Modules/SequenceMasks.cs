using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>What is dropped from a batch of sequences at all their times alike; drawn at the first look, so that steps taken one by one share it.</summary>
internal sealed class SequenceMasks
{
    private readonly Dictionary<object, Tensor> _drawn = [];

    /// <summary>The mask of a place in a model.</summary>
    /// <param name="place">What it belongs to.</param>
    /// <param name="draw">Draws it.</param>
    internal Tensor Of(object place, Func<Tensor> draw)
    {
        if (!_drawn.TryGetValue(place, out var mask))
        {
            _drawn[place] = mask = draw();
        }

        return mask;
    }
}
