using Seq.Model;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>The state of a language model between two batches, as a safetensors file: without it, a resumed training would read on with a blank memory.</summary>
internal static class CarriedState
{
    internal static void Save(string path, LanguageState state)
    {
        using var scope = NewDisposeScope();
        var writer = new SafetensorsWriter();
        foreach (var (name, value) in state.Named())
        {
            writer.Add<float>(name, value.shape, value.cpu().contiguous().data<float>().ToArray());
        }

        writer.Write(path);
    }

    /// <exception cref="ModelFormatException">The file is damaged, or of another model or batch size.</exception>
    internal static LanguageState Load(string path, LanguageModelDescription model, int rows, Device device)
    {
        using var file = SafetensorsFile.Open(path);
        var (layers, window) = (model.Layers, model.WindowAttention);
        return new(
            [.. Enumerable.Range(0, layers.Layers).Select(layer => new LayerState(
                Read($"h{layer}", rows, layers.StateSize), layers.Cell.HasCellState() ? Read($"c{layer}", rows, layers.Hidden) : null))],
            window is null ? null : Read("context", rows, model.OutputSize),
            window is null ? null : Read("window", rows, window.Window, model.OutputSize));

        Tensor Read(string name, params long[] shape) => TrainingFiles.ReadTensor(file, name, shape, device);
    }
}
