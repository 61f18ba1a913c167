using System.Globalization;
using System.Text.Json.Serialization;

namespace Seq.Model;

/// <summary>Recurrent layers on top of each other.</summary>
public sealed record RecurrentLayers
{
    /// <summary>The largest number of layers, directions aside, that a description may ask for.</summary>
    public const int MaxLayers = 64;

    /// <summary>The largest hidden size that a description may ask for.</summary>
    public const int MaxHidden = 65_536;

    /// <summary>Creates layers with the defaults.</summary>
    public RecurrentLayers()
    {
    }

    // Generated JSON code sets every init member; without this, one left out of the file would become 0 instead of its default.
    [JsonConstructor]
    internal RecurrentLayers(int layers = 1) => Layers = layers;

    /// <summary>The cell of every layer.</summary>
    public required CellKind Cell { get; init; }

    /// <summary>Hidden size H of each direction.</summary>
    public required int Hidden { get; init; }

    /// <summary>Stacked depth; 1 by default.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Whether each layer also runs over the reversed sequence; its output is then [batch, time, 2 H].</summary>
    public bool Bidirectional { get; init; }

    /// <summary>Probability that an output unit between two layers is dropped in training; in [0, 1).</summary>
    public double Dropout { get; init; }

    /// <summary>1, or 2 when bidirectional.</summary>
    [JsonIgnore]
    public int Directions => Bidirectional ? 2 : 1;

    /// <summary>Width of the output of a layer: H times the number of directions.</summary>
    [JsonIgnore]
    public int OutputSize => Hidden * Directions;

    /// <summary>The tensors of the stack, in PyTorch's order and with PyTorch's names: <c>prefix.weight_ih_l0</c>, <c>…_reverse</c>.</summary>
    /// <param name="prefix">Name of the module, for example <c>encoder</c>.</param>
    /// <param name="inputSize">Width of the input of the lowest layer.</param>
    internal IEnumerable<ParameterShape> ParametersOf(string prefix, int inputSize)
    {
        var rows = Cell.GateCount() * Hidden;
        for (var layer = 0; layer < Layers; layer++)
        {
            var width = layer == 0 ? inputSize : OutputSize;
            for (var direction = 0; direction < Directions; direction++)
            {
                var names = new RecurrentLayerNames(prefix, layer, reverse: direction == 1);
                yield return new(names.InputWeight, [rows, width]);
                yield return new(names.RecurrentWeight, [rows, Hidden]);
                yield return new(names.InputBias, [rows]);
                yield return new(names.RecurrentBias, [rows]);
            }
        }
    }

    internal void CollectProblems(string name, List<string> problems)
    {
        if (!Enum.IsDefined(Cell))
        {
            problems.Add($"{name}.cell is {Cell}; use elman-tanh, elman-relu, lstm or gru.");
        }

        Sizes.Check($"{name}.hidden", Hidden, MaxHidden, problems);
        Sizes.Check($"{name}.layers", Layers, MaxLayers, problems);
        if (!(Dropout is >= 0 and < 1))
        {
            problems.Add($"{name}.dropout is {Dropout.ToString(CultureInfo.InvariantCulture)}; it must lie in [0, 1).");
        }
    }
}
