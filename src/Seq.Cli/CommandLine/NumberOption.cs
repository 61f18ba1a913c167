using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace Seq.Cli.CommandLine;

/// <summary>Options that take a number within a range; absent, their value is null.</summary>
internal static class NumberOption
{
    /// <summary>A whole number from <paramref name="least"/>.</summary>
    internal static Option<T?> From<T>(string name, T least, string description)
        where T : struct, IBinaryInteger<T> =>
        Create<T>(name, description, value => value >= least, $"a whole number from {least}");

    /// <summary>A number that a rule accepts.</summary>
    /// <param name="name">The option with its dashes.</param>
    /// <param name="description">For the help: meaning, default, unit.</param>
    /// <param name="accepts">The rule.</param>
    /// <param name="range">The rule in words, as in «it takes …».</param>
    internal static Option<T?> Create<T>(string name, string description, Func<T, bool> accepts, string range)
        where T : struct, INumber<T> => new(name)
        {
            Description = description,
            HelpName = "N",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (T.TryParse(text, NumberStyles.Float & ~NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var value) && accepts(value))
                {
                    return value;
                }

                result.AddError($"{name} is '{text}'; it takes {range}.");
                return null;
            },
        };
}
