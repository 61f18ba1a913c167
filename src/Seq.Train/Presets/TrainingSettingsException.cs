using Seq.Model;

namespace Seq.Train;

/// <summary>Settings of a training are unknown, out of range, or not those of the run that is to be resumed; every problem is listed.</summary>
public sealed class TrainingSettingsException : SeqException
{
    /// <param name="problems">One sentence per problem.</param>
    public TrainingSettingsException(IReadOnlyList<string> problems)
        : base("The training's settings are not valid: " + string.Join(" ", problems))
    {
        Problems = problems;
    }

    /// <summary>One sentence per problem.</summary>
    public IReadOnlyList<string> Problems { get; }
}
