using System.ComponentModel;
using System.Globalization;

namespace Seq.Runtime;

/// <summary>Reads a policy from the words of a configuration file.</summary>
internal sealed class ProviderPolicyConverter : TypeConverter
{
    internal const string Allowed =
        "cpu, cuda, prefer-cuda, or the name of another provider of ONNX Runtime (CoreML, DML, OpenVINO, XNNPACK, …), with prefer- in front where the CPU may take its place";

    private const string Prefer = "prefer-";

    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) => value is string text
        ? Read(text) ?? throw new FormatException($"'{text}' is no provider; {Allowed} is allowed.")
        : base.ConvertFrom(context, culture, value);

    /// <summary>The policy, or null for words that are none.</summary>
    internal static ProviderPolicy? Read(string text)
    {
        var isPreferred = text.StartsWith(Prefer, StringComparison.OrdinalIgnoreCase);
        var name = isPreferred ? text[Prefer.Length..] : text;
        if (name.Equals(ProviderPolicy.CpuName, StringComparison.OrdinalIgnoreCase))
        {
            return isPreferred ? null : ProviderPolicy.Cpu;
        }

        if (name.Equals(ProviderPolicy.CudaName, StringComparison.OrdinalIgnoreCase))
        {
            return isPreferred ? ProviderPolicy.PreferCuda() : ProviderPolicy.RequireCuda();
        }

        return name.Length == 0 || name.Any(letter => !char.IsAsciiLetterOrDigit(letter)) ? null
            : isPreferred ? ProviderPolicy.Prefer(name)
            : ProviderPolicy.Require(name);
    }
}
