using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Seq.Train;

/// <summary>What a training runs on, for its report: speeds and last digits depend on it.</summary>
internal static class RunEnvironment
{
    /// <summary>The environment by name.</summary>
    /// <param name="device">Such as <c>cpu</c> or <c>cuda:0</c>.</param>
    /// <param name="threads">Threads that libtorch uses.</param>
    internal static IReadOnlyList<KeyValuePair<string, string>> Of(string device, int threads) =>
    [
        new("device", device),
        new("threads", threads.ToString(CultureInfo.InvariantCulture)),
        new("processors", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)),
        new("system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}"),
        new("runtime", RuntimeInformation.FrameworkDescription),
        new("seq", typeof(RunEnvironment).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion),
    ];
}
