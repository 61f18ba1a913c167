using System.Globalization;
using Seq.Model;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>Where a model is computed.</summary>
/// <param name="IsCuda">Whether on a GPU.</param>
/// <param name="Index">Which GPU.</param>
internal readonly record struct DeviceChoice(bool IsCuda, int Index)
{
    private const string Cuda = "cuda";

    /// <summary>Reads <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    /// <returns>Null for anything else.</returns>
    internal static DeviceChoice? Parse(string text) => text switch
    {
        "cpu" => new(false, 0),
        Cuda => new(true, 0),
        _ when text.StartsWith(Cuda + ":", StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(Cuda.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index) => new(true, index),
        _ => null,
    };

    /// <summary>The device of libtorch.</summary>
    /// <exception cref="SeqException">This libtorch or machine has no such GPU.</exception>
    internal Device Open()
    {
        if (!IsCuda)
        {
            return CPU;
        }

        var count = cuda.is_available() ? cuda.device_count() : 0;
        return Index < count
            ? torch.device(DeviceType.CUDA, Index)
            : throw new SeqException($"The device cuda:{Index} is not there: libtorch finds {count} CUDA devices. Train with --device cpu, or build with -p:Cuda=true on a machine with a CUDA driver.");
    }
}
