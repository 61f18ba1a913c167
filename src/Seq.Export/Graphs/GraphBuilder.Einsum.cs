using Seq.Model;

namespace Seq.Export;

/// <content>Products in index notation.</content>
public sealed partial class GraphBuilder
{
    /// <summary>Einstein's summation (<c>Einsum</c>): letters that the result lacks are summed over.</summary>
    /// <param name="equation">Letters per axis, as in <c>bik,bkj-&gt;bij</c>; without <c>...</c> and with the result written out.</param>
    /// <param name="operands">Floats, one per term.</param>
    /// <exception cref="GraphBuildException">The equation does not fit the operands, or a letter has two sizes.</exception>
    public Value Einsum(string equation, params ReadOnlySpan<Value> operands)
    {
        ArgumentNullException.ThrowIfNull(equation);
        var node = Add("Einsum", operands.ToArray());
        if (equation.Replace(" ", "", StringComparison.Ordinal).Split("->") is not [var left, var right] || !(left + right).All(c => char.IsAsciiLetter(c) || c == ','))
        {
            throw node.Fail($"the equation '{equation}' is not of the form 'ij,jk->ik'.");
        }

        var terms = left.Split(',');
        if (terms.Length != operands.Length)
        {
            throw node.Fail($"the equation '{equation}' has {terms.Length} terms, but there are {operands.Length} operands.");
        }

        var sizes = new Dictionary<char, Dimension>();
        for (var i = 0; i < terms.Length; i++)
        {
            node.Takes(operands[i], ElementTypes.Floats).TakesSame(operands[0], operands[i]).TakesRank(operands[i], terms[i].Length);
            foreach (var (letter, size) in terms[i].Zip(operands[i].Shape))
            {
                if (!sizes.TryAdd(letter, size) && !Shape.Fits(sizes[letter], size))
                {
                    throw node.Fail($"the letter '{letter}' of '{equation}' is {sizes[letter]} elsewhere, but {size} in '{operands[i].Name}' {operands[i].Shape}.");
                }
            }
        }

        return right.All(sizes.ContainsKey) && right.Distinct().Count() == right.Length
            ? node.With("equation", equation).Returns(operands[0].Type, [.. right.Select(letter => sizes[letter])])
            : throw node.Fail($"the result of '{equation}' names a letter that no operand has, or one twice.");
    }
}
