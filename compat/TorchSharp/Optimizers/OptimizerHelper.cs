using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

#nullable disable
/// <summary>An optimizer with groups of parameters and a state for each parameter.</summary>
public abstract class OptimizerHelper : optim.Optimizer
{
    protected OptimizerOptions _defaults;
    protected OrderedDict<IntPtr, OptimizerState> _state = [];

    public OptimizerHelper()
        : base(IntPtr.Zero)
    {
    }

    public void save_state_dict(string location)
    {
        using var writer = new BinaryWriter(File.Create(location));
        save_state_dict(writer);
    }

    public void load_state_dict(string location)
    {
        using var reader = new BinaryReader(File.OpenRead(location));
        load_state_dict(reader);
    }

    public void save_state_dict(BinaryWriter writer)
    {
        var all = state_dict();
        writer.Write(GetType().Name);
        writer.WriteLeb128(all.Options.Count);
        writer.WriteLeb128(all.State.Count);
        all.Options.ForEach(options => options.SaveStateDict(writer));
        all.State.ForEach(state => state.SaveStateDict(writer));
    }

    public void load_state_dict(BinaryReader reader)
    {
        var name = reader.ReadString();
        if (name != GetType().Name)
        {
            throw new InvalidDataException(
                $"Mismatched optimizer type: expected '{GetType().Name}', but found '{name}' in the loaded stream.");
        }

        var all = state_dict();
        RequireSame(all, (int)reader.ReadLeb128(), (int)reader.ReadLeb128());
        all.Options.ForEach(options => options.LoadStateDict(reader));
        all.State.ForEach(state => state.LoadStateDict(reader));
    }

    public virtual void load_state_dict(StateDictionary state_dict)
    {
        var all = this.state_dict();
        RequireSame(all, state_dict.Options.Count, state_dict.State.Count);
        for (var k = 0; k < all.Options.Count; k++)
        {
            if (all.Options[k] != state_dict.Options[k])
            {
                all.Options[k].LoadStateDict(state_dict.Options[k]);
            }
        }

        for (var k = 0; k < all.State.Count; k++)
        {
            if (all.State[k] != state_dict.State[k])
            {
                all.State[k].LoadStateDict(state_dict.State[k]);
            }
        }
    }

    public virtual StateDictionary state_dict()
    {
        var all = new StateDictionary();
        foreach (var group in _parameter_groups)
        {
            all.Options.Add(group.Options);
            var places = new List<int>();
            foreach (var parameter in group.Parameters)
            {
                places.Add(all.State.Count);
                all.State.Add(_state[parameter.Handle]);
            }

            all.StateIndexRef.Add(places);
        }

        return all;
    }

    public void to(Device device)
    {
        foreach (var state in _state.Values)
        {
            state.to(device);
        }
    }

    public override void zero_grad()
    {
        foreach (var group in _parameter_groups)
        {
            foreach (var parameter in group.Parameters)
            {
                using var gradient = parameter.grad;
                gradient?.zero_();
            }
        }
    }

    public override IEnumerable<Parameter> parameters() => _parameter_groups.SelectMany(group => group.Parameters);

    public override void add_param_group(ParamGroup param_group) => _parameter_groups.Add(param_group);

    protected Tensor _step<T>(Action<T> body, Func<Tensor> loss_closure = null)
        where T : ParamGroup
    {
        Tensor loss = null;
        if (loss_closure is not null)
        {
            using var recording = enable_grad();
            loss = loss_closure();
        }

        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        foreach (var group in _parameter_groups)
        {
            body((T)group);
        }

        return loss;
    }

    /// <summary>Puts a group in place and makes the state of its parameters, once its options are complete.</summary>
    private protected void Adopt(ParamGroup group, Func<Parameter, OptimizerState> newState)
    {
        group.Options.InitialLearningRate = group.Options.LearningRate.Value;
        _parameter_groups.Add(group);
        foreach (var parameter in group.Parameters)
        {
            var state = newState(parameter);
            _state[parameter.Handle] = state;
            state.Initialize(group.Options);
        }
    }

    private protected void DisposeStates(bool disposing)
    {
        if (disposing)
        {
            foreach (var state in _state.Values)
            {
                (state as IDisposable)?.Dispose();
            }
        }
    }

    private static void RequireSame(StateDictionary all, int options, int states)
    {
        if (options != all.Options.Count)
        {
            throw new ArgumentException("Invalid optimizer state -- different number of parameter groups.");
        }

        if (states != all.State.Count)
        {
            throw new ArgumentException("Invalid optimizer state -- different number of states.");
        }
    }
}
#nullable restore
