using Seq.Model;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>Moves weights between a module and a safetensors file, by the names and shapes of the description.</summary>
internal static class ModuleWeights
{
    internal static SafetensorsWriter Save(SequenceModule module)
    {
        using var scope = NewDisposeScope(); // An embedding hands out a new handle of its weight at each look.
        var writer = new SafetensorsWriter();
        var values = module.Named().ToDictionary(pair => pair.Name, pair => pair.Value);
        foreach (var parameter in module.Description.Parameters)
        {
            writer.Add<float>(parameter.Name, [.. parameter.Shape.Select(size => (long)size)], ToArray(values[parameter.Name]));
        }

        return writer;
    }

    internal static void Load(SequenceModule module, SafetensorsFile file)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach (var (name, value) in module.Named())
        {
            value.copy_(tensor(file.Read<float>(name)).view(value.shape));
        }
    }

    /// <summary>The name of a tensor that holds an infinity or NaN, if there is one.</summary>
    internal static string? FirstNotFinite(SequenceModule module)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        return module.Named().FirstOrDefault(pair => !pair.Value.isfinite().all().item<bool>()).Name;
    }

    private static float[] ToArray(Parameter value)
    {
        using var scope = NewDisposeScope();
        return value.detach().contiguous().data<float>().ToArray();
    }
}
