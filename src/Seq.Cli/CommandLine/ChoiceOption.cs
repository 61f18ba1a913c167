using System.CommandLine;

namespace Seq.Cli.CommandLine;

/// <summary>An option that takes one of a few words.</summary>
internal static class ChoiceOption
{
    internal static Option<string> Create(string name, string description, params string[] choices) => new(name)
    {
        Description = description,
        HelpName = string.Join('|', choices),
        DefaultValueFactory = _ => choices[0],
        CustomParser = result =>
        {
            var word = result.Tokens[0].Value;
            if (!choices.Contains(word, StringComparer.Ordinal))
            {
                result.AddError($"{name} is '{word}'; it takes one of {string.Join(", ", choices)}.");
            }

            return word;
        },
    };
}
