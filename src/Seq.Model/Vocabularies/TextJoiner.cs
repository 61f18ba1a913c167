using System.Text;

namespace Seq.Model;

/// <summary>Puts the texts of tokens together; whether a space stands between two of them depends on these two alone.</summary>
internal sealed class TextJoiner(TokenUnit unit, WordSplit split)
{
    private const string TightBefore = ".,;:!?…%)]}»”'’-/";
    private const string TightAfter = "([{«“‘¿¡$€£#'’-/";
    private readonly StringBuilder _text = new();
    private string _previous = "";
    private bool _isWordOpen;

    /// <summary>Adds a token.</summary>
    /// <param name="token">Its text.</param>
    /// <param name="isWhole">Whether it stands for a whole word whatever its text, as the unknown token does.</param>
    internal void Add(string token, bool isWhole)
    {
        var endsWord = unit == TokenUnit.Words || isWhole || token.EndsWith(MergeList.WordEnd, StringComparison.Ordinal);
        var word = unit == TokenUnit.BytePairs && !isWhole && endsWord ? token[..^MergeList.WordEnd.Length] : token;
        var startsWord = unit != TokenUnit.Characters && (!_isWordOpen || isWhole);
        if (startsWord && _text.Length > 0 && !(split == WordSplit.Punctuation && AreTight(_previous, word)))
        {
            _text.Append(' ');
        }

        _text.Append(word);
        (_previous, _isWordOpen) = (word, !endsWord);
    }

    /// <summary>What of the text so far decides whether a space stands before the next token: equal numbers, equal spaces. 0 where nothing stands before.</summary>
    internal int Context => unit == TokenUnit.Characters || _text.Length == 0
        ? 0
        : 1 + (_isWordOpen ? 1 : 0) + (split == WordSplit.Punctuation && IsTightAfter(_previous) ? 2 : 0);

    /// <summary>One more than the greatest <see cref="Context"/>.</summary>
    internal const int Contexts = 5;

    public override string ToString() => _text.ToString();

    private static bool AreTight(string left, string right) =>
        IsTightAfter(left) || (right.Length == 1 && TightBefore.Contains(right[0], StringComparison.Ordinal));

    private static bool IsTightAfter(string word) => word.Length == 1 && TightAfter.Contains(word[0], StringComparison.Ordinal);
}
