using System.CommandLine;

namespace Seq.Cli.CommandLine;

/// <summary>Options that share nothing but a heading in the help.</summary>
internal sealed class OptionList(string heading, params Option[] options) : OptionGroup(heading)
{
    internal override IReadOnlyList<Option> Options => options;
}
