using System.Runtime.InteropServices;
using Seq.Model;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>The state of libtorch's default random generator, which dropout draws from, as a safetensors file.</summary>
internal static class TorchRandom
{
    private const string State = "state";

    internal static void Save(string path)
    {
        using var scope = NewDisposeScope();
        var state = get_rng_state().data<byte>().ToArray();
        var writer = new SafetensorsWriter();
        writer.Add<byte>(State, [state.Length], state);
        writer.Write(path);
    }

    /// <exception cref="ModelFormatException">The file is damaged, or another version of libtorch wrote it.</exception>
    internal static void Load(string path)
    {
        using var scope = NewDisposeScope();
        using var file = SafetensorsFile.Open(path);
        var state = file.Read<byte>(State);
        var needed = get_rng_state().numel();
        if (state.Length != needed)
        {
            throw Unusable(path, $"The random state has {state.Length} bytes; this libtorch needs {needed}.");
        }

        try
        {
            set_rng_state(tensor(state));
        }
        catch (ExternalException exception)
        {
            throw Unusable(path, $"libtorch does not take the random state: {exception.Message}", exception);
        }
    }

    private static ModelFormatException Unusable(string path, string problem, Exception? inner = null) =>
        new(path, problem, "Resume with the libtorch that the training was started with, or train again.", inner);
}
