using Microsoft.ML.OnnxRuntime;

namespace Seq.Runtime;

/// <summary>The step graph tied to tensors on a device for one number of rows: two sets of states in turn, memories, and logits on the host.</summary>
internal sealed class DeviceRows : IDisposable
{
    private readonly StepContract _contract;
    private readonly GraphSession _step;
    private readonly DeviceGraphs _device;
    private readonly List<OrtIoBinding> _bindings = new(2); // By the set that is read.
    private readonly List<OrtValue> _onDevice = [];
    private readonly List<OrtValue> _onHost = [];
    private readonly TensorBuffer _tokens = new();
    private readonly StepOutputs _outputs = new();
    private readonly OrtValue _token;
    private readonly OrtValue _logits;
    private readonly OrtValue? _attention;

    internal DeviceRows(GraphSession step, StepContract contract, DeviceGraphs device, IReadOnlyDictionary<StepTensor, RowShape> shapes, int rows)
    {
        (_contract, _step, _device, Rows) = (contract, step, device, rows);
        try
        {
            Sets = [Allocate(contract.States), Allocate(contract.States)];
            Memories = Allocate(contract.Memories);
            _tokens.Reserve(checked(rows * sizeof(long)));
            _outputs.Logits.Reserve(RowShape.Of(contract.Logits, 0, [1, contract.VocabularySize]).Bytes(rows));
            _token = OnHost(_tokens.ToTensor(contract.Token.Type, [rows]));
            _logits = OnHost(_outputs.Logits.ToTensor(contract.Logits.Type, [rows, contract.VocabularySize]));
            if (contract.Attention is { } attention)
            {
                _outputs.Source = (int)(shapes[attention].InnerBytes / sizeof(float));
                _outputs.Attention.Reserve(shapes[attention].Bytes(rows));
                _attention = OnHost(_outputs.Attention.ToTensor(attention.Value.Type, [rows, _outputs.Source]));
            }

            Bind(0);
            Bind(1);
        }
        catch
        {
            Dispose(); // What the device had given before it refused.
            throw;
        }

        OrtValue[] Allocate(IReadOnlyList<StepTensor> tensors)
        {
            var begin = _onDevice.Count;
            foreach (var tensor in tensors)
            {
                _onDevice.Add(device.Allocate(tensor, shapes[tensor], rows));
            }

            return [.. _onDevice[begin..]];
        }

        OrtValue OnHost(OrtValue value)
        {
            _onHost.Add(value);
            return value;
        }
    }

    internal int Rows { get; }

    /// <summary>The states, twice, on the device.</summary>
    internal OrtValue[][] Sets { get; }

    /// <summary>The memories of the rows, on the device.</summary>
    internal OrtValue[] Memories { get; }

    /// <summary>The set that holds the states now.</summary>
    internal int Current { get; set; }

    /// <summary>The input that each row belongs to, [rows].</summary>
    internal int[] Inputs { get; set; } = [];

    /// <summary>Runs a step: tokens go to the device, logits come back, nothing else moves.</summary>
    internal void Step(RunOptions options, ReadOnlySpan<int> tokens)
    {
        var ids = _tokens.Elements<long>(Rows);
        for (var row = 0; row < tokens.Length; row++)
        {
            ids[row] = tokens[row];
        }

        // A binding to a device copies an input at once, when it is bound.
        _bindings[Current].BindInput(_contract.Token.Name, _token);
        _step.Session.RunWithBinding(options, _bindings[Current]);
        Current = 1 - Current;
    }

    internal Span<float> Logits() => _outputs.Logits.Elements<float>(Rows * _contract.VocabularySize);

    /// <summary>The attention of a row, padding included.</summary>
    internal ReadOnlySpan<float> Attention(int row) => _outputs.Attention.Elements<float>(Rows * _outputs.Source).Slice(row * _outputs.Source, _outputs.Source);

    /// <summary>Ties the memories again, after they were written.</summary>
    internal void BindMemories()
    {
        foreach (var binding in _bindings)
        {
            BindMemories(binding);
        }
    }

    public void Dispose()
    {
        foreach (var binding in _bindings)
        {
            binding.Dispose();
        }

        _onDevice.ForEach(_device.Release);
        _onHost.ForEach(value => value.Dispose());
    }

    private void Bind(int from)
    {
        var binding = _step.Session.CreateIoBinding();
        _bindings.Add(binding);
        for (var i = 0; i < _contract.States.Count; i++)
        {
            binding.BindInput(_contract.States[i].Input, Sets[from][i]);
            binding.BindOutput(_contract.States[i].Output!, Sets[1 - from][i]);
        }

        BindMemories(binding);
        binding.BindOutput(_contract.Logits.Name, _logits);
        if (_attention is { } attention)
        {
            binding.BindOutput(_contract.Attention!.Input, attention);
        }
    }

    private void BindMemories(OrtIoBinding binding)
    {
        for (var i = 0; i < Memories.Length; i++)
        {
            binding.BindInput(_contract.Memories[i].Input, Memories[i]);
        }
    }
}
