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

    /// <summary>Width P of an LSTM's hidden state after its projection h = W (o ⊙ tanh c); null for none, and then P is H. Sak et al. 2014 (arXiv:1402.1128).</summary>
    public int? Projection { get; init; }

    /// <summary>Whether every layer above the lowest adds its input to its output (Wu et al. 2016, §3.1).</summary>
    public bool Residual { get; init; }

    /// <summary>Whether an LSTM normalises W x, R h and c over their units (Ba et al. 2016, eq. 20 to 22); it then has no other biases.</summary>
    public bool LayerNorm { get; init; }

    /// <summary>What an LSTM or a GRU uses for its candidate, and an LSTM for its output too, in place of tanh.</summary>
    public CellActivation Activation { get; init; }

    /// <summary>Probability that an output unit between two layers is dropped in training; in [0, 1).</summary>
    public double Dropout { get; init; }

    /// <summary>Probability that a recurrent weight is dropped, for a whole sequence, in training; in [0, 1). Merity et al. 2018, §2 (arXiv:1708.02182).</summary>
    public double WeightDrop { get; init; }

    /// <summary>1, or 2 when bidirectional.</summary>
    [JsonIgnore]
    public int Directions => Bidirectional ? 2 : 1;

    /// <summary>Width of a direction's hidden state, which is its output: P, or H without a projection.</summary>
    [JsonIgnore]
    public int StateSize => Projection ?? Hidden;

    /// <summary>Width of the output of a layer: its state's width times the number of directions.</summary>
    [JsonIgnore]
    public int OutputSize => StateSize * Directions;

    /// <summary>Whether ONNX's and PyTorch's recurrent operators compute the cell: neither layer norm, projection nor another activation.</summary>
    [JsonIgnore]
    public bool IsPlain => !LayerNorm && Projection is null && Activation == CellActivation.Tanh && Cell != CellKind.ElmanSelu;

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
                yield return new(names.RecurrentWeight, [rows, StateSize]);
                foreach (var shape in LayerNorm ? NormParameters(names, rows) : [new(names.InputBias, [rows]), new(names.RecurrentBias, [rows])])
                {
                    yield return shape;
                }

                if (Projection is { } projection)
                {
                    yield return new(names.Projection, [projection, Hidden]);
                }
            }
        }
    }

    internal void CollectProblems(string name, List<string> problems)
    {
        if (!Enum.IsDefined(Cell))
        {
            problems.Add($"{name}.cell is {Cell}; use elman-tanh, elman-relu, elman-selu, lstm or gru.");
        }

        Sizes.Check($"{name}.hidden", Hidden, MaxHidden, problems);
        Sizes.Check($"{name}.layers", Layers, MaxLayers, problems);
        Sizes.CheckProbability($"{name}.dropout", Dropout, problems);
        Sizes.CheckProbability($"{name}.weight_drop", WeightDrop, problems);
        if (!Enum.IsDefined(Activation))
        {
            problems.Add($"{name}.activation is {Activation}; use tanh, relu or selu.");
        }

        if (Cell is not (CellKind.Lstm or CellKind.Gru) && Activation != CellActivation.Tanh)
        {
            problems.Add($"{name}.activation is set, but {Cell} names its own; take the cell elman-relu or elman-selu instead.");
        }

        if (Projection is { } projection)
        {
            Sizes.Check($"{name}.projection", projection, MaxHidden, problems);
        }

        if (Cell != CellKind.Lstm && (Projection is not null || LayerNorm))
        {
            problems.Add($"{name}.projection and {name}.layer_norm are for an LSTM; the cell is {Cell}.");
        }
    }

    private IEnumerable<ParameterShape> NormParameters(RecurrentLayerNames names, int rows) =>
    [
        new(names.InputNormWeight, [rows]), new(names.InputNormBias, [rows]),
        new(names.RecurrentNormWeight, [rows]), new(names.RecurrentNormBias, [rows]),
        new(names.CellNormWeight, [Hidden]), new(names.CellNormBias, [Hidden]),
    ];
}
