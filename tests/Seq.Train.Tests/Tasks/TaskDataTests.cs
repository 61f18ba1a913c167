using Seq.Model;
using Seq.Tests;

namespace Seq.Train.Tests;

public sealed class TaskDataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Merges_of_a_file_take_the_place_of_learned_ones_on_both_sides()
    {
        File.WriteAllLines(_folder["codes.bpe"], ["#version: 0.2", "t h", "th e</w>"]);
        File.WriteAllLines(_folder["pairs.tsv"], Enumerable.Repeat("the thin\tthin the", 40));

        using var task = Open("seq2seq", "pairs.tsv", "data.unit=byte-pairs", $"data.merges_file={_folder["codes.bpe"]}");

        Assert.Equal(["t h", "th e</w>"], task.Source.Rules.Merges);
        Assert.Equal(["t h", "th e</w>"], task.Target.Rules.Merges);
        Assert.Equal(["the</w>", "th", "i", "n</w>"], task.Source.Encode("the thin").Select(id => task.Source.Tokens[id]));
    }

    [Fact]
    public void A_file_of_merges_that_is_not_there_is_named()
    {
        File.WriteAllLines(_folder["pairs.tsv"], Enumerable.Repeat("a\tb", 40));

        Assert.Contains("nowhere.bpe", Assert.Throws<ModelFormatException>(() => Open("seq2seq", "pairs.tsv", "data.unit=byte-pairs", "data.merges_file=nowhere.bpe")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("end", "a b <eos> <eos> b a <eos> a b <eos> <eos> b a")]
    [InlineData("start", "<s> a b <s> <s> b a <s> a b <s> <s> b a")]
    [InlineData("none", "<s> a b b a a b b")]
    public void Lines_of_a_file_are_marked_as_asked_for_blank_ones_too(string marks, string text)
    {
        File.WriteAllLines(_folder["lines.txt"], ["a b", "", "b a", "a b", "", "b a"]);

        using var task = Open("lm", "lines.txt", $"data.line_marks={marks}", "data.validation_share=0", "data.test_share=0", "data.batch_size=1");

        var read = (StreamBatch)task.Batches(default).First().Content;
        Assert.Equal(text, string.Join(' ', read.Input.Select(id => task.Source.Tokens[(int)id]).Take(text.Split(' ').Length)));
        Assert.Equal(marks == "none", task.Source.Special.End is null);
    }

    [Fact]
    public void Texts_of_one_label_are_refused()
    {
        File.WriteAllLines(_folder["texts.tsv"], Enumerable.Range(0, 40).Select(line => $"only\tword{line}"));

        Assert.Contains("one label, 'only'", Assert.Throws<DataException>(() => Open("classify", "texts.tsv")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pairs_that_are_all_too_long_are_refused_by_the_setting_that_leaves_them_out()
    {
        File.WriteAllLines(_folder["pairs.tsv"], Enumerable.Repeat("a b c\tc b a", 40));

        Assert.Contains("Raise data.max_length", Assert.Throws<DataException>(() => Open("seq2seq", "pairs.tsv", "data.max_length=2")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pairs_that_are_left_out_are_counted()
    {
        File.WriteAllLines(_folder["pairs.tsv"], Enumerable.Range(0, 40).Select(line => line % 4 == 0 ? "a b c\tc b a" : "a b\tb a"));

        using var all = Open("seq2seq", "pairs.tsv", "data.max_length=3", "data.validation_share=0", "data.test_share=0");
        using var task = Open("seq2seq", "pairs.tsv", "data.max_length=2", "data.validation_share=0", "data.test_share=0");

        Assert.Empty(all.Notices);
        Assert.Equal(["data.max_length: 10 of 40 pairs to learn from have more than 2 tokens on a side, and are left out."], task.Notices);
    }

    [Theory]
    [InlineData(4, "pre", "data.max_length: 10 of 40 texts to learn from have more than 4 tokens, and are cut to the last 4 (data.truncate_at).")]
    [InlineData(4, "post", "data.max_length: 10 of 40 texts to learn from have more than 4 tokens, and are cut to the first 4 (data.truncate_at).")]
    [InlineData(5, "pre", null)]
    public void Texts_that_are_cut_are_told_when_the_training_starts(int most, string side, string? notice)
    {
        File.WriteAllLines(_folder["l.tsv"], Enumerable.Range(0, 40).Select(row => $"l{row % 2}\t{(row % 4 == 0 ? "a b c d e" : "a b c d")}"));
        string[] sides = side == "pre" ? [] : [$"data.truncate_at={side}"];

        using var task = Open("classify", "l.tsv", ["data.validation_share=0", "data.test_share=0", $"data.max_length={most}", .. sides]);

        Assert.Equal(notice is null ? [] : [notice], task.Notices);
    }

    [Theory]
    [InlineData("characters", "none")]
    [InlineData("words", "none")]
    [InlineData("byte-pairs", "none")]
    [InlineData("words", "end")]
    public void A_file_gives_the_ids_of_its_text_as_a_whole(string unit, string marks)
    {
        var random = new SeededRandom(3);
        string[] words = ["so", "long", "Ärger", "x😀", "", "a  b", "end."];
        var lines = Enumerable.Range(0, 300).Select(_ => string.Join(' ', Enumerable.Range(0, random.Next(5)).Select(_ => words[random.Next(words.Length)]))).ToList();
        File.WriteAllLines(_folder["lines.txt"], lines);

        using var task = Open("lm", "lines.txt", $"data.unit={unit}", $"data.line_marks={marks}", "data.batch_size=1", "data.steps=100000", unit == "byte-pairs" ? "data.merges=20" : "data.min_count=1");

        var parts = lines.Count - (int)Math.Floor(lines.Count * 0.9);
        var whole = string.Join('\n', lines);
        var end = (int)Math.Floor((whole.Length * 0.9) + 1e-6);
        while (unit == "characters" ? char.IsLowSurrogate(whole[end]) : !char.IsWhiteSpace(whole[end]))
        {
            end++;
        }

        long[] expected = marks == "none"
            ? [task.Source.Special.Start!.Value, .. task.Source.Encode(whole[..end]).Select(id => (long)id)]
            : [.. lines.Take(lines.Count - parts).SelectMany(line => task.Source.Encode(line).Append(task.Source.Special.End!.Value)).Select(id => (long)id)];
        var read = (StreamBatch)task.Batches(default).First().Content;
        Assert.Equal(expected, read.Target.Prepend(read.Input[0]));
    }

    [Fact]
    public void The_seed_of_the_split_decides_what_is_set_aside()
    {
        File.WriteAllLines(_folder["texts.tsv"], Enumerable.Range(0, 40).Select(line => $"l{line % 2}\tword{line}"));
        string[] Learned(params string[] overrides)
        {
            using var task = Open("classify", "texts.tsv", overrides);
            return [.. task.Source.Tokens.Order(StringComparer.Ordinal)];
        }

        Assert.Equal(Learned(), Learned("data.split_seed=42"));
        Assert.NotEqual(Learned(), Learned("data.split_seed=43"));
    }

    [Theory]
    [InlineData("data.raw=false", "train.lc.norm.tok.en")]
    [InlineData("data.raw=true", "train.en")]
    public void Captions_are_read_as_they_were_written_if_asked_for(string raw, string file) => Assert.Contains(
        $"multi30k/{file}", Assert.Throws<DataException>(() => TaskData.Open(SettingOverrides.Apply(Preset.Find("multi30k").Settings, [raw]), Empty)).Message, StringComparison.Ordinal);

    private DataFolders Empty => new(null, _folder["none"]);

    private TrainingTask Open(string preset, string file, params string[] overrides) =>
        TaskData.Open(SettingOverrides.Apply(Preset.Find(preset).Settings, [$"data.source={_folder[file]}", .. overrides]), Empty);
}
