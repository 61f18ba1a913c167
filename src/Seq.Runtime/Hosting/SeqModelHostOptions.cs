using Seq.Model;

namespace Seq.Runtime;

/// <summary>A model of an app: which bundle, how it is opened, and how warm it is before calls reach it.</summary>
public sealed partial class SeqModelHostOptions
{
    /// <summary>The folder of the bundle. Required.</summary>
    public string? BundlePath { get; set; }

    /// <summary>How the bundle is opened.</summary>
    /// <value>The defaults by default. Its name, if null, becomes that of the registration; its logger, if null, the app's.</value>
    public SeqModelOptions Model { get; set; } = new();

    /// <summary>Steps that a model runs before the first call reaches it, at the start and at each swap; 0 for none.</summary>
    /// <value>From 0; <see cref="SeqModel.DefaultWarmUpSteps"/>, 8, by default: cold weights make steps up to twice as slow.</value>
    public int WarmUpSteps { get; set; } = SeqModel.DefaultWarmUpSteps;

    /// <summary>Whether the model is opened and warmed up when the app's host starts, which then fails if the model cannot be opened; otherwise when it is first asked for.</summary>
    /// <value>True by default. For models that were registered with <see cref="SeqModelServices"/>, in an app with a host.</value>
    public bool OpenAtStart { get; set; } = true;

    /// <summary>Checks the options, and that there is a bundle.</summary>
    /// <exception cref="SeqModelOptionsException">Some are missing or out of range, or there is no bundle; the exception lists them all.</exception>
    public void Validate()
    {
        string[] problems = [.. FindProblems()];
        if (problems.Length > 0)
        {
            throw new SeqModelOptionsException(problems);
        }
    }

    private IEnumerable<string> FindProblems()
    {
        if (string.IsNullOrWhiteSpace(BundlePath))
        {
            yield return "BundlePath is not set; give the folder of a bundle.";
        }
        else if (!Bundle.Exists(BundlePath))
        {
            yield return $"BundlePath is '{BundlePath}', but there is no {Bundle.ManifestFile} in {Path.GetFullPath(BundlePath)}; give the folder of a bundle.";
        }

        if (WarmUpSteps < 0)
        {
            yield return $"WarmUpSteps is {WarmUpSteps}; it must be at least 0.";
        }

        if (Model is null)
        {
            yield return "Model is null; leave it out for the defaults.";
            yield break;
        }

        foreach (var problem in Model.FindProblems())
        {
            yield return problem;
        }
    }
}
