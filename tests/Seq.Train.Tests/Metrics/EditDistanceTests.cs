using FsCheck;
using FsCheck.Fluent;
using Seq.Decoding.Tests;

namespace Seq.Train.Tests;

public sealed class EditDistanceTests
{
    private static readonly Gen<string> Word = Gen.Elements('a', 'b', 'c').ListOf().Where(letters => letters.Count <= 7).Select(string.Concat);

    [Theory]
    [InlineData("kitten", "sitting", 2, 1, 0)] // k→s, e→i, +g
    [InlineData("abc", "abc", 0, 0, 0)]
    [InlineData("abc", "", 0, 0, 3)]
    [InlineData("", "ab", 0, 2, 0)]
    [InlineData("abcd", "acd", 0, 0, 1)]
    [InlineData("ab", "ba", 2, 0, 0)] // As short as −a +a; substitutions are preferred.
    public void Changes_are_counted_by_kind(string reference, string found, int substitutions, int insertions, int deletions) =>
        Assert.Equal(new(substitutions, insertions, deletions), EditDistance.Between<char>(reference, found));

    [Fact]
    public void Tokens_may_be_ids_or_words()
    {
        Assert.Equal(1, EditDistance.Between<int>([1, 2, 3], [1, 3]).Total);
        Assert.Equal(1, EditDistance.Between<string>(["the", "cat"], ["a", "cat"]).Total);
    }

    [Fact]
    public void The_distance_is_that_of_the_definition() => Law.Holds(Word.Two(), pair =>
        Assert.Equal(Definition(pair.Item1, pair.Item2), EditDistance.Between<char>(pair.Item1, pair.Item2).Total), 300);

    [Fact]
    public void The_way_back_is_as_long_and_its_lengths_add_up() => Law.Holds(Word.Two(), pair =>
    {
        var there = EditDistance.Between<char>(pair.Item1, pair.Item2);

        Assert.Equal(there.Total, EditDistance.Between<char>(pair.Item2, pair.Item1).Total);
        Assert.Equal(pair.Item2.Length - pair.Item1.Length, there.Insertions - there.Deletions);
    });

    [Fact]
    public void A_detour_is_never_shorter() => Law.Holds(Word.Three(), words =>
    {
        var (a, b, c) = words;
        Assert.True(Distance(a, c) <= Distance(a, b) + Distance(b, c));

        static long Distance(string from, string to) => EditDistance.Between<char>(from, to).Total;
    });

    private static int Definition(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        if (a.IsEmpty || b.IsEmpty)
        {
            return Math.Max(a.Length, b.Length);
        }

        var diagonal = Definition(a[1..], b[1..]);
        return a[0] == b[0] ? diagonal : 1 + Math.Min(diagonal, Math.Min(Definition(a[1..], b), Definition(a, b[1..])));
    }
}
