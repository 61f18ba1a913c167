using System.Text.Json.Nodes;

namespace Seq.Model.Tests.Checkpoints;

public sealed class CheckpointTests : IDisposable
{
    private static readonly string[] AllFiles = [Samples.Manifest, Checkpoint.DescriptionFile, Checkpoint.SourceVocabularyFile, Checkpoint.TargetVocabularyFile, Checkpoint.WeightsFile, "state.txt"];

    private readonly TemporaryFolder _folder = new();

    private string FolderPath => _folder["model"];

    public static TheoryData<string> Files => [.. AllFiles];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_written_is_opened()
    {
        Samples.WriteCheckpoint(FolderPath, 5);
        var checkpoint = Checkpoint.Open(FolderPath);
        Assert.Equal(Samples.Description, checkpoint.Description);
        Assert.Equal(Samples.Source.Tokens, checkpoint.SourceVocabulary.Tokens);
        Assert.Equal(Samples.Target.Special, checkpoint.TargetVocabulary.Special);
        Assert.Equal(5, Samples.FirstWeight(checkpoint));
        Assert.Equal("5", File.ReadAllText(checkpoint.PathOf("state.txt")));
        Assert.Equal(["model.json", "source.vocab.json", "state.txt", "target.vocab.json", "weights.safetensors"], checkpoint.Files);
        Assert.Contains("no file 'optimizer'", Assert.Throws<ModelFormatException>(() => checkpoint.PathOf("optimizer")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_model_gives_the_same_bytes()
    {
        Samples.WriteCheckpoint(FolderPath);
        Samples.WriteCheckpoint(_folder["again"]);
        Assert.All(AllFiles, file => Assert.Equal(File.ReadAllBytes(Path.Combine(FolderPath, file)), File.ReadAllBytes(_folder["again/" + file])));
    }

    [Fact]
    public void A_path_may_end_in_a_slash_be_relative_or_hold_any_script()
    {
        foreach (var path in (string[])[FolderPath + "/", _folder["modèle 模型 😀"], Path.GetRelativePath(Environment.CurrentDirectory, _folder["relative"]), _folder["a/../b/./c"]])
        {
            Samples.WriteCheckpoint(path, 1);
            Samples.WriteCheckpoint(path, 2);
            Assert.True(Checkpoint.Exists(path));
            Assert.Equal(2, Samples.FirstWeight(Checkpoint.Open(path)));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a\0b")]
    [InlineData("no/such/folder")]
    public void A_path_without_a_checkpoint_is_named(string path)
    {
        Assert.False(Checkpoint.Exists(path));
        Assert.StartsWith(path + ":", Assert.Throws<ModelFormatException>(() => Checkpoint.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_or_an_empty_folder_is_no_checkpoint()
    {
        File.WriteAllText(_folder["file"], "");
        Assert.Throws<ModelFormatException>(() => Checkpoint.Open(_folder["file"]));
        Assert.Contains("has no checkpoint.json", Assert.Throws<ModelFormatException>(() => Checkpoint.Open(_folder.Root)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => Checkpoint.Open(null!));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_that_is_missing_or_cut_or_changed_is_named(string file)
    {
        Samples.WriteCheckpoint(FolderPath);
        var path = Path.Combine(FolderPath, file);
        var bytes = File.ReadAllBytes(path);
        File.Delete(path);
        AssertRefused(file);
        Directory.CreateDirectory(path);
        AssertRefused(file);
        Directory.Delete(path);
        foreach (var length in (int[])[0, 1, bytes.Length / 2, bytes.Length - 1])
        {
            if (length < bytes.Length && !(file == Samples.Manifest && length == bytes.Length - 1)) // Cut by its last line break, the manifest is still whole.
            {
                File.WriteAllBytes(path, bytes[..length]);
                AssertRefused(file);
            }
        }

        if (file == Samples.Manifest)
        {
            return; // Nothing vouches for the manifest itself.
        }

        for (var index = 0; index < bytes.Length; index += 1 + (bytes.Length / 50))
        {
            bytes[index] ^= 1;
            File.WriteAllBytes(path, bytes);
            AssertRefused(file, "SHA-256");
            bytes[index] ^= 1;
        }
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("a/../../secret")]
    [InlineData("/etc/passwd")]
    [InlineData("..\\secret")]
    [InlineData("C:secret")]
    [InlineData("C:/secret")]
    [InlineData("//server/share")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("./model.json")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("nul")]
    [InlineData("a/COM1.txt")]
    [InlineData("model.json.")]
    [InlineData("model.json ")]
    [InlineData("a\u0000b")]
    [InlineData("a\u009bb")]
    public void A_path_that_could_leave_the_folder_is_refused(string name)
    {
        Samples.WriteCheckpoint(FolderPath);
        EditManifest(node => node["files"]![name] = new JsonObject { ["bytes"] = 0, ["sha256"] = "" });
        AssertRefused(Samples.Manifest, "not a plain path");
    }

    [Fact]
    public void A_very_long_path_is_refused_and_cut_in_the_error()
    {
        Samples.WriteCheckpoint(FolderPath);
        EditManifest(node => node["files"]![new string('x', 100_000)] = new JsonObject { ["bytes"] = 0, ["sha256"] = "" });
        Assert.True(AssertRefused(Samples.Manifest).Length < 1_500);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_symbolic_link_is_refused(string file)
    {
        Samples.WriteCheckpoint(FolderPath);
        var path = Path.Combine(FolderPath, file);
        File.Move(path, _folder["outside"]);
        File.CreateSymbolicLink(path, _folder["outside"]);
        AssertRefused(file, "symbolic link");
    }

    [Fact]
    public void A_folder_that_is_a_symbolic_link_is_refused_inside_a_checkpoint()
    {
        Checkpoint.Write(FolderPath, Samples.Description, Samples.Source, Samples.Target, Samples.Weights(Samples.Description), folder =>
        {
            Directory.CreateDirectory(Path.Combine(folder, "more"));
            File.WriteAllText(Path.Combine(folder, "more", "x"), "x");
        });
        Assert.Contains("more/x", Checkpoint.Open(FolderPath).Files);
        Directory.Move(Path.Combine(FolderPath, "more"), _folder["outside"]);
        Directory.CreateSymbolicLink(Path.Combine(FolderPath, "more"), _folder["outside"]);
        AssertRefused("more", "symbolic link");
    }

    [Theory]
    [InlineData("""{"format_version":2,"new_idea":true,"files":{}}""", "Use a newer version of Seq")]
    [InlineData("""{"format_version":0,"files":{}}""", "The format version is 0; this version of Seq reads 1")]
    [InlineData("""{"format_version":"1","files":{}}""", "no format_version")]
    [InlineData("""{"format_version":1.5,"files":{}}""", "no format_version")]
    [InlineData("""{"files":{}}""", "no format_version")]
    [InlineData("""{"format_version":1}""", "files")]
    [InlineData("""{"format_version":1,"files":null}""", "files")]
    [InlineData("""{"format_version":1,"files":{}}""", "does not list the file 'model.json'")]
    [InlineData("""{"format_version":1,"files":{"a":null}}""", "'a' without size and hash")]
    [InlineData("""{"format_version":1,"files":{"a":{"bytes":1}}}""", "sha256")]
    [InlineData("""{"format_version":1,"files":{"a":{"bytes":1,"sha256":null}}}""", "sha256")]
    [InlineData("""{"format_version":1,"format_version":1,"files":{}}""", "format_version")]
    [InlineData("""{"format_version":1,"files":{"a":{"bytes":0,"sha256":""},"a":{"bytes":0,"sha256":""}}}""", "$.files.a")]
    [InlineData("[]", "not valid")]
    [InlineData("\u0001", "line 1")]
    public void A_wrong_manifest_is_named(string json, string expected)
    {
        Samples.WriteCheckpoint(FolderPath);
        File.WriteAllText(Path.Combine(FolderPath, Samples.Manifest), json);
        AssertRefused(Samples.Manifest, expected);
    }

    [Fact]
    public void Vocabularies_of_another_model_are_refused()
    {
        AssertRefusedWith(Checkpoint.SourceVocabularyFile, VocabularyFile.ToBytes(new(TokenUnit.Words, ["a"], SpecialTokens.None)), "3 source tokens, but the source vocabulary lists 1");
        AssertRefusedWith(Checkpoint.TargetVocabularyFile, VocabularyFile.ToBytes(new(TokenUnit.Words, ["a", "b"], SpecialTokens.None)), "4 target tokens, but the target vocabulary lists 2");
        AssertRefusedWith(Checkpoint.TargetVocabularyFile, VocabularyFile.ToBytes(new(TokenUnit.Words, ["a", "b", "c", "d"], new() { Start = 2, End = 3 })), "starts with token 3 and ends with 3, but the target vocabulary starts with 2");
        AssertRefusedWith(Checkpoint.TargetVocabularyFile, VocabularyFile.ToBytes(new(TokenUnit.Words, ["a", "b", "c", "d"], new() { Start = 3 })), "ends with none");
    }

    [Fact]
    public void Weights_of_another_model_are_refused()
    {
        var wider = Samples.Description with { SourceEmbedding = 3 };
        AssertRefusedWith(Checkpoint.WeightsFile, Bytes(Samples.Weights(wider)), "Tensor 'source_embedding.weight' is F32 [3, 3], but model.json needs F32 [3, 2]");
        AssertRefusedWith(Checkpoint.WeightsFile, Bytes(new()), "There is no tensor 'source_embedding.weight'");
        var more = Samples.Weights(Samples.Description);
        more.Add<float>("surplus", [1], new[] { 1f });
        AssertRefusedWith(Checkpoint.WeightsFile, Bytes(more), "Tensor 'surplus' belongs to no part");
        var doubles = new SafetensorsWriter();
        doubles.Add<double>("source_embedding.weight", [3, 2], new double[6]);
        AssertRefusedWith(Checkpoint.WeightsFile, Bytes(doubles), "is F64 [3, 2]");
    }

    [Fact]
    public void A_description_that_contradicts_itself_is_named_with_all_problems()
    {
        Samples.WriteCheckpoint(FolderPath);
        Samples.Edit(Path.Combine(FolderPath, Checkpoint.DescriptionFile), node => (node["start_token"], node["encoder"]!["layers"]) = (9, int.MaxValue));
        Samples.Rehash(FolderPath, Samples.Manifest, Checkpoint.DescriptionFile);
        var message = AssertRefused(Checkpoint.DescriptionFile, "start_token is 9");
        Assert.Contains("encoder.layers is 2147483647", message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_could_not_be_opened_is_not_written()
    {
        Samples.WriteCheckpoint(FolderPath, 1);
        var description = Samples.Description;
        Assert.Throws<ModelFormatException>(() => Checkpoint.Write(FolderPath, description, Samples.Source, Samples.Target, new()));
        Assert.Throws<ModelFormatException>(() => Checkpoint.Write(FolderPath, description, Samples.Target, Samples.Target, Samples.Weights(description)));
        Assert.Throws<DescriptionException>(() => Checkpoint.Write(FolderPath, description with { StartToken = -1 }, Samples.Source, Samples.Target, Samples.Weights(description)));
        Assert.Throws<ModelFormatException>(() => Checkpoint.Write(
            FolderPath, description, Samples.Source, Samples.Target, Samples.Weights(description), folder => File.WriteAllText(Path.Combine(folder, Samples.Manifest), "{}")));
        Assert.Throws<ModelFormatException>(() => Checkpoint.Write(
            FolderPath, description, Samples.Source, Samples.Target, Samples.Weights(description), folder => File.Delete(Path.Combine(folder, Checkpoint.DescriptionFile))));
        Assert.Equal(1, Samples.FirstWeight(Checkpoint.Open(FolderPath)));
        Assert.Equal([FolderPath], Directory.EnumerateFileSystemEntries(_folder.Root));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_named_pipe_in_place_of_a_file_is_refused_instead_of_waited_for(string file)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // Its pipes do not lie in folders.
        }

        Samples.WriteCheckpoint(FolderPath);
        File.Delete(Path.Combine(FolderPath, file));
        using (var process = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(FolderPath, file)]))
        {
            await process.WaitForExitAsync();
            Assert.Equal(0, process.ExitCode);
        }

        await Task.Run(() => AssertRefused(file)).WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void An_empty_further_file_is_kept()
    {
        Checkpoint.Write(FolderPath, Samples.Description, Samples.Source, Samples.Target, Samples.Weights(Samples.Description), folder => File.WriteAllText(Path.Combine(folder, "log"), ""));
        Assert.Contains("log", Checkpoint.Open(FolderPath).Files);
    }

    [Fact]
    public void A_file_that_the_manifest_does_not_list_is_ignored()
    {
        Samples.WriteCheckpoint(FolderPath);
        File.WriteAllText(Path.Combine(FolderPath, "notes.txt"), "mine");
        Assert.DoesNotContain("notes.txt", Checkpoint.Open(FolderPath).Files);
    }

    private static byte[] Bytes(SafetensorsWriter writer)
    {
        using var stream = new MemoryStream();
        writer.Write(stream);
        return stream.ToArray();
    }

    private void EditManifest(Action<JsonNode> change) => Samples.Edit(Path.Combine(FolderPath, Samples.Manifest), change);

    private void AssertRefusedWith(string file, byte[] content, string expected)
    {
        Samples.WriteCheckpoint(FolderPath);
        File.WriteAllBytes(Path.Combine(FolderPath, file), content);
        Samples.Rehash(FolderPath, Samples.Manifest, file);
        AssertRefused("", expected);
    }

    private string AssertRefused(string file, string expected = "")
    {
        var exception = Assert.Throws<ModelFormatException>(() => Checkpoint.Open(FolderPath));
        Assert.Contains(file, exception.Message, StringComparison.Ordinal);
        Assert.True(exception.Message.Contains(expected, StringComparison.Ordinal), exception.Message);
        Assert.StartsWith(FolderPath, exception.FilePath, StringComparison.Ordinal);
        return exception.Message;
    }
}
