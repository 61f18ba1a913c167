using FsCheck.Fluent;
using Seq.Decoding.Tests;
using Seq.Model;

namespace Seq.Train.Tests;

public sealed class MergeTrainerTests
{
    [Fact]
    public void The_most_frequent_pair_is_merged_first()
    {
        // Section 3.2 of Sennrich et al. 2016: low 5, lowest 2, newer 6, wider 3. The end of the word is part of the last symbol.
        var words = new Dictionary<string, long> { ["low"] = 5, ["lowest"] = 2, ["newer"] = 6, ["wider"] = 3 };

        Assert.Equal(["e r</w>", "l o", "e w", "ew er</w>"], MergeTrainer.Learn(words, 4)); // er 9; lo 7; then ew 6 before n·e 6 and w·er 6
    }

    [Fact]
    public void A_pair_that_occurs_once_is_not_merged() => Assert.Equal(["a b"], MergeTrainer.Learn(new Dictionary<string, long> { ["abc"] = 1, ["abd"] = 1 }, 10));

    [Fact]
    public void It_learns_what_counting_anew_before_each_merge_learns() => Law.Holds(
        Gen.Elements('a', 'b', 'c').NonEmptyListOf().Select(string.Concat).Zip(Gen.Choose(1, 4)).ListOf(), pairs =>
    {
        var words = pairs.GroupBy(pair => pair.Item1).ToDictionary(group => group.Key, group => group.Sum(pair => (long)pair.Item2));

        Assert.Equal(Plain(words, 12), MergeTrainer.Learn(words, 12));
    }, 300);

    [Fact]
    public void The_order_of_the_words_does_not_matter()
    {
        var words = Enumerable.Range(0, 200).Select(word => $"w{word * 37 % 101}x{word % 7}").Distinct().ToDictionary(word => word, word => (long)word.Length);

        Assert.Equal(MergeTrainer.Learn(words, 50), MergeTrainer.Learn(words.Reverse().ToDictionary(), 50));
    }

    [Fact]
    public void The_sign_of_a_words_end_is_never_spelled_out_of_characters()
    {
        var merges = MergeTrainer.Learn(new Dictionary<string, long> { ["a</w>b"] = 9 }, 20);

        Assert.DoesNotContain(merges, merge => !merge.EndsWith("b</w>", StringComparison.Ordinal) && merge.Replace(" ", "", StringComparison.Ordinal).EndsWith("</w>", StringComparison.Ordinal));
        var vocabulary = new Vocabulary(TokenUnit.BytePairs, [.. PieceList.Of(["a</w>b"], merges)], SpecialTokens.None, new() { Merges = merges });
        Assert.Equal("a</w>b b</w>", vocabulary.Decode(vocabulary.Encode("a</w>b b</w>")));
    }

    private static List<string> Plain(Dictionary<string, long> words, int count)
    {
        var cut = words.ToDictionary(word => word.Key, word => MergeList.Symbols(word.Key).ToList());
        var merges = new List<string>();
        while (merges.Count < count)
        {
            var best = words.SelectMany(word => cut[word.Key].Zip(cut[word.Key].Skip(1)).Select(pair => (Pair: pair, Count: word.Value)))
                .GroupBy(entry => entry.Pair).Select(group => (group.Key, Count: group.Sum(entry => entry.Count))).Where(entry => entry.Count >= 2)
                .OrderByDescending(entry => entry.Count).ThenBy(entry => entry.Key.First, StringComparer.Ordinal).ThenBy(entry => entry.Key.Second, StringComparer.Ordinal).FirstOrDefault();
            if (best.Count == 0)
            {
                break;
            }

            merges.Add($"{best.Key.First} {best.Key.Second}");
            foreach (var symbols in cut.Values)
            {
                for (var place = 0; place + 1 < symbols.Count; place++)
                {
                    if ((symbols[place], symbols[place + 1]) == best.Key)
                    {
                        symbols[place] += symbols[place + 1];
                        symbols.RemoveAt(place + 1);
                    }
                }
            }
        }

        return merges;
    }
}
