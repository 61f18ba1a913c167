using System.CommandLine;
using Seq.Cli.CommandLine;
using Seq.Cli.Models;
using Seq.Cli.Output;
using Seq.Model;
using Seq.Runtime;

namespace Seq.Cli.Generation;

/// <summary><c>--provider</c>: what runs the graphs of a bundle.</summary>
internal sealed class ProviderOption
{
    /// <summary>The option.</summary>
    internal Option<string> Option { get; } = ChoiceOption.Create(
        "--provider", "What runs the graphs: the CPU, a CUDA GPU or else an error, a CUDA GPU or else the CPU.", "cpu", "cuda", "prefer-cuda");

    /// <summary>Opens a bundle on the provider that is asked for.</summary>
    /// <exception cref="SeqException">The provider is not there.</exception>
    internal SeqModel Open(ParseResult parse, string bundle)
    {
        var path = ModelLocation.OfBundle(bundle);
        try
        {
            return SeqModel.Open(path, new SeqModelOptions { Provider = PolicyOf(parse) });
        }
        catch (ProviderNotAvailableException exception) when (exception.Provider == ExecutionProvider.Cuda)
        {
            throw new SeqException($"--provider cuda: {exception.Reason} Use --provider prefer-cuda or cpu, or install CUDA and build with -p:Cuda=true.", exception);
        }
    }

    /// <summary>Says so when a model runs elsewhere than preferred.</summary>
    internal static void TellFallback(SeqModel model, Terminal terminal)
    {
        if (model.ProviderUsed.FallbackReason is { } reason)
        {
            ErrorReport.Write($"note: --provider prefer-cuda runs on the CPU: {reason}", terminal.Error);
        }
    }

    private ProviderPolicy PolicyOf(ParseResult parse) => parse.GetValue(Option) switch
    {
        "cuda" => ProviderPolicy.RequireCuda(),
        "prefer-cuda" => ProviderPolicy.PreferCuda(),
        _ => ProviderPolicy.Cpu,
    };
}
