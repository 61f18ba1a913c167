using Microsoft.ML.OnnxRuntime;

namespace Seq.Runtime;

/// <summary>The step graph tied to the buffers for one number of rows, in both directions: first set to second, and back.</summary>
/// <remarks>
/// A binding to the processor's memory is made once and sees what is written there later. A binding for another device would copy its
/// inputs at once, when it is made, and never again; there the same tensors go into an ordinary run, which copies them each time.
/// </remarks>
internal sealed class StepBinding : IDisposable
{
    private readonly GraphSession _step;
    private readonly StepContract _contract;
    private readonly List<OrtValue> _values = [];
    private readonly OrtIoBinding[]? _bindings; // [direction]
    private readonly OrtValue[][] _inputs = [[], []];  // [direction][token, states, memories]
    private readonly OrtValue[][] _outputs = [[], []]; // [direction][logits, states, attention]
    private readonly string[] _inputNames;
    private readonly string[] _outputNames;
    private OrtValue[] _memories;
    private OrtValue? _attention;
    private (int, bool) _memoryVersion;

    internal StepBinding(GraphSession step, StepContract contract, StepTensors tensors, bool bind)
    {
        (_step, _contract) = (step, contract);
        _inputNames = [contract.Token.Name, .. contract.States.Select(state => state.Input), .. contract.Memories.Select(memory => memory.Input)];
        _outputNames = [contract.Logits.Name, .. contract.States.Select(state => state.Output!), .. contract.Attention is { } output ? [output.Input] : Array.Empty<string>()];
        var token = Keep(tensors.Token());
        var logits = Keep(tensors.Logits());
        OrtValue[][] states = [StatesOf(tensors, 0), StatesOf(tensors, 1)];
        _memories = tensors.Memories();
        _attention = tensors.Attention();
        _memoryVersion = tensors.MemoryVersion;
        for (var from = 0; from < 2; from++)
        {
            _inputs[from] = [token, .. states[from], .. _memories];
            _outputs[from] = [logits, .. states[1 - from], .. _attention is { } attention ? [attention] : Array.Empty<OrtValue>()];
        }

        _bindings = bind ? [Bind(0), Bind(1)] : null;
    }

    /// <summary>Ties the memories, and the attention that is as wide, anew if they have moved.</summary>
    internal void Refresh(StepTensors tensors)
    {
        if (tensors.MemoryVersion == _memoryVersion)
        {
            return;
        }

        OrtValue[] old = [.. _memories, .. _attention is { } before ? [before] : Array.Empty<OrtValue>()];
        _memories = tensors.Memories();
        _attention = tensors.Attention();
        _memoryVersion = tensors.MemoryVersion;
        for (var from = 0; from < 2; from++)
        {
            var first = _inputs[from].Length - _memories.Length;
            _memories.CopyTo(_inputs[from], first);
            for (var i = first; i < _inputs[from].Length; i++)
            {
                _bindings?[from].BindInput(_inputNames[i], _inputs[from][i]);
            }

            if (_attention is { } attention)
            {
                _outputs[from][^1] = attention;
                _bindings?[from].BindOutput(_outputNames[^1], attention);
            }
        }

        Release(old);
    }

    /// <summary>Runs a step.</summary>
    /// <param name="options">Carries the wish to stop.</param>
    /// <param name="from">The set of states that is read; the other one is written.</param>
    internal void Run(RunOptions options, int from)
    {
        if (_bindings is { } bindings)
        {
            _step.Session.RunWithBinding(options, bindings[from]);
        }
        else
        {
            _step.Session.Run(options, _inputNames, _inputs[from], _outputNames, _outputs[from]);
        }
    }

    public void Dispose()
    {
        foreach (var binding in _bindings ?? [])
        {
            binding.Dispose();
        }

        Release(_values);
        Release(_memories);
        _attention?.Dispose();
    }

    private OrtIoBinding Bind(int from)
    {
        var binding = _step.Session.CreateIoBinding();
        for (var i = 0; i < _inputNames.Length; i++)
        {
            binding.BindInput(_inputNames[i], _inputs[from][i]);
        }

        for (var i = 0; i < _outputNames.Length; i++)
        {
            binding.BindOutput(_outputNames[i], _outputs[from][i]);
        }

        return binding;
    }

    private OrtValue[] StatesOf(StepTensors tensors, int set)
    {
        var states = new OrtValue[_contract.States.Count];
        for (var i = 0; i < states.Length; i++)
        {
            states[i] = Keep(tensors.State(set, i));
        }

        return states;
    }

    private OrtValue Keep(OrtValue value)
    {
        _values.Add(value);
        return value;
    }

    private static void Release(IEnumerable<OrtValue> values)
    {
        foreach (var value in values)
        {
            value.Dispose();
        }
    }
}
