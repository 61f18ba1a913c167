using Seq.Model;

namespace Seq.Train;

/// <summary>Makes vocabularies from counts; equal counts give equal vocabularies.</summary>
public static class VocabularyBuilder
{
    /// <summary>Ids that Keras' index of IMDB reserves: padding 0, start 1, unknown 2, and 3, which no word has.</summary>
    internal const int KerasReserved = 4;

    /// <summary>Makes a vocabulary.</summary>
    /// <param name="counts">Counts of characters, or of words for words and byte-pairs.</param>
    /// <param name="options">Size and special tokens.</param>
    /// <exception cref="DataException">The options leave no token, or the size does not hold the special tokens.</exception>
    /// <exception cref="VocabularyException">A token is not of the unit.</exception>
    public static Vocabulary Build(TokenCounts counts, VocabularyOptions options)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(options);
        string?[] roles = [options.Padding, options.Unknown, options.Start, options.End];
        var tokens = roles.OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var special = new SpecialTokens
        {
            Padding = IdOf(options.Padding),
            Unknown = IdOf(options.Unknown),
            Start = IdOf(options.Start),
            End = IdOf(options.End),
        };
        var rules = options.Rules;
        if (options.Unit == TokenUnit.BytePairs)
        {
            rules = rules with { Merges = rules.Merges ?? MergeTrainer.Learn(counts.Counts, options.Merges) };
            tokens.AddRange(PieceList.Of(counts.Counts.Keys, rules.Merges!).Except(tokens, StringComparer.Ordinal));
        }
        else
        {
            tokens.AddRange(counts.ByFrequency().TakeWhile(token => counts.Counts[token] >= options.MinCount).Except(tokens, StringComparer.Ordinal).ToList());
        }

        if (options.MaxSize > 0 && options.Unit != TokenUnit.BytePairs && tokens.Count > options.MaxSize)
        {
            tokens.RemoveRange(options.MaxSize, tokens.Count - options.MaxSize);
        }

        return tokens.Count > roles.OfType<string>().Distinct(StringComparer.Ordinal).Count()
            ? new(options.Unit, tokens, special, rules)
            : throw new DataException(
                $"The vocabulary would hold special tokens only: the text has {counts.Different} different tokens"
                + (options.MaxSize > 0 ? $", the vocabulary at most {options.MaxSize}" : "")
                + (options.MinCount > 1 ? $", and those rarer than {options.MinCount} are left out" : "")
                + $". Give more text{(options.MaxSize > 0 || options.MinCount > 1 ? ", or change these bounds" : "")}.");

        int? IdOf(string? token) => token is null ? null : tokens.IndexOf(token);
    }

    /// <summary>A vocabulary of words with the ids of Keras' index of IMDB: 0 padding, 1 start, 2 unknown, 3 unused, then the words by frequency from 4 on.</summary>
    /// <param name="counts">Counts of words.</param>
    /// <param name="size">Number of ids, the reserved ones included, as <c>num_words</c> counts them; at least 5.</param>
    /// <param name="rules">How texts are cut; <see cref="TokenRules.Keras"/> is what reviews take.</param>
    /// <remarks>Equal counts are in ordinal order here; Keras leaves their order open.</remarks>
    public static Vocabulary BuildKerasIndex(TokenCounts counts, int size, TokenRules rules)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(size, KerasReserved);
        string[] reserved = ["<pad>", "<start>", "<unk>", "<unused>"];
        return new(
            TokenUnit.Words,
            [.. reserved, .. counts.ByFrequency().Except(reserved, StringComparer.Ordinal).Take(size - KerasReserved)],
            new() { Padding = 0, Start = 1, Unknown = 2 },
            rules);
    }

    /// <summary>A vocabulary of labels or tags: each is a word, in ordinal order, without special tokens.</summary>
    /// <param name="labels">The labels; doubled ones count once.</param>
    /// <exception cref="DataException">There are none.</exception>
    /// <exception cref="VocabularyException">A label is empty or holds white space.</exception>
    public static Vocabulary BuildLabels(IEnumerable<string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var distinct = labels.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return distinct.Count > 0
            ? new(TokenUnit.Words, distinct, SpecialTokens.None)
            : throw new DataException("The data holds no labels; give at least one labelled example.");
    }
}
