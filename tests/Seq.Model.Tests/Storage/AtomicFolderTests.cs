namespace Seq.Model.Tests.Storage;

public sealed class AtomicFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // What a kill leaves is what lies on disk at that instant: the state after each step is copied, opened and written over.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_kill_after_any_step_leaves_the_old_or_the_new_checkpoint(bool replaces)
    {
        var snapshots = TakeSnapshots(replaces);
        Assert.Equal(replaces ? ["created", "manifest begun", "written", "complete", "old moved away", "new in place"] : ["created", "manifest begun", "written", "complete", "new in place"], snapshots);
        foreach (var step in snapshots)
        {
            var path = _folder[Path.Combine(step, "model")];
            float? expected = step is "created" or "manifest begun" or "written" || (replaces && step == "complete") ? (replaces ? 1 : null) : 2;
            Assert.Equal(expected is not null, Checkpoint.Exists(path));
            if (expected is { } first)
            {
                Assert.Equal(first, Samples.FirstWeight(Checkpoint.Open(path)));
            }
            else
            {
                Assert.Throws<ModelFormatException>(() => Checkpoint.Open(path));
            }

            Samples.WriteCheckpoint(path, 3);
            Assert.Equal(3, Samples.FirstWeight(Checkpoint.Open(path)));
            Assert.Equal(["model"], Directory.EnumerateFileSystemEntries(_folder[step]).Select(Path.GetFileName));
        }
    }

    [Fact]
    public void A_writer_that_fails_leaves_the_old_checkpoint_and_nothing_else()
    {
        Samples.WriteCheckpoint(_folder["model"], 1);
        Assert.Throws<InvalidOperationException>(() => Checkpoint.Write(
            _folder["model"], Samples.Description, Samples.Source, Samples.Target, Samples.Weights(Samples.Description), _ => throw new InvalidOperationException()));
        Assert.Equal(1, Samples.FirstWeight(Checkpoint.Open(_folder["model"])));
        Assert.Equal([_folder["model"]], Directory.EnumerateFileSystemEntries(_folder.Root));
    }

    [Fact]
    public async Task Readers_beside_a_writer_see_one_checkpoint_or_the_next()
    {
        var path = _folder["model"];
        Samples.WriteCheckpoint(path, 0);
        using var done = new CancellationTokenSource();
        var reads = 0;
        var reader = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                Checkpoint.Open(path);
                reads++;
            }
        });
        for (var version = 1; version <= 30; version++)
        {
            Samples.WriteCheckpoint(path, version);
            await Task.Delay(15);
        }

        await done.CancelAsync();
        await reader;
        Assert.True(reads > 0);
        Assert.Equal(30, Samples.FirstWeight(Checkpoint.Open(path)));
        Assert.Equal([path], Directory.EnumerateFileSystemEntries(_folder.Root));
    }

    [Fact]
    public void A_folder_that_is_not_ours_is_not_erased()
    {
        Directory.CreateDirectory(_folder["thesis"]);
        File.WriteAllText(_folder["thesis/chapter-1.txt"], "years of work");
        Assert.Contains("holds other files", Assert.Throws<ModelStorageException>(() => Samples.WriteCheckpoint(_folder["thesis"])).Message, StringComparison.Ordinal);
        Assert.Throws<ModelStorageException>(() => Samples.WriteBundle(_folder["thesis"]));
        Assert.Equal("years of work", File.ReadAllText(_folder["thesis/chapter-1.txt"]));
    }

    [Fact]
    public void A_copy_that_a_user_named_old_or_new_is_left_alone()
    {
        Samples.WriteCheckpoint(_folder["model.old"], 7);
        Samples.WriteCheckpoint(_folder["model.new"], 8);
        Samples.WriteCheckpoint(_folder["model"], 1);
        Samples.WriteCheckpoint(_folder["model"], 2);
        Assert.Equal(7, Samples.FirstWeight(Checkpoint.Open(_folder["model.old"])));
        Assert.Equal(8, Samples.FirstWeight(Checkpoint.Open(_folder["model.new"])));
    }

    [Fact]
    public void An_empty_folder_is_filled()
    {
        Directory.CreateDirectory(_folder["model"]);
        Samples.WriteCheckpoint(_folder["model"], 4);
        Assert.Equal(4, Samples.FirstWeight(Checkpoint.Open(_folder["model"])));
    }

    [Fact]
    public void Missing_parents_are_made() => Assert.Null(Record.Exception(() =>
    {
        Samples.WriteCheckpoint(_folder["a/b/c"]);
        Checkpoint.Open(_folder["a/b/c"]);
    }));

    [Fact]
    public void A_path_that_cannot_be_a_folder_gives_a_typed_error()
    {
        File.WriteAllText(_folder["file"], "x");
        AssertNotWritten(_folder["file"]);
        AssertNotWritten(_folder["file/below"]);
        AssertNotWritten("");
        AssertNotWritten("a\0b");
        AssertNotWritten(_folder[new string('x', 300)]);
        Assert.Equal("x", File.ReadAllText(_folder["file"]));
    }

    [Fact]
    public void A_parent_that_may_not_be_written_gives_a_typed_error()
    {
        // The kernel's own file system refuses new folders even to the superuser; elsewhere a read-only folder does.
        var parent = OperatingSystem.IsLinux() ? "/proc/self" : _folder["parent"];
        if (!OperatingSystem.IsLinux())
        {
            File.WriteAllText(parent, "");
        }

        AssertNotWritten(Path.Combine(parent, "model"));
    }

    [Fact]
    public void A_link_to_a_folder_stays_a_link()
    {
        Samples.WriteCheckpoint(_folder["run-1"], 1);
        Directory.CreateSymbolicLink(_folder["latest"], _folder["run-1"]);
        Samples.WriteCheckpoint(_folder["latest"], 2);
        Assert.NotNull(new DirectoryInfo(_folder["latest"]).LinkTarget);
        Assert.Equal(2, Samples.FirstWeight(Checkpoint.Open(_folder["run-1"])));
        Assert.Equal(2, Samples.FirstWeight(Checkpoint.Open(_folder["latest"])));
    }

    private static void AssertNotWritten(string path) => Assert.Throws<ModelStorageException>(() => Samples.WriteCheckpoint(path));

    private List<string> TakeSnapshots(bool replaces)
    {
        var live = _folder["live"];
        var model = Path.Combine(live, "model");
        Directory.CreateDirectory(live);
        Samples.WriteCheckpoint(_folder["content"], 2);
        if (replaces)
        {
            Samples.WriteCheckpoint(model, 1);
        }

        List<string> steps = [];
        AtomicFolder.Replace(
            model, Samples.Manifest,
            folder =>
            {
                foreach (var file in Directory.EnumerateFiles(_folder["content"]).Where(file => Path.GetFileName(file) != Samples.Manifest))
                {
                    File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
                }

                File.WriteAllText(Path.Combine(folder, Samples.Manifest), "{ \"format_version\":");
                Snapshot("manifest begun");
                File.Copy(_folder[Path.Combine("content", Samples.Manifest)], Path.Combine(folder, Samples.Manifest), overwrite: true);
            },
            Snapshot);
        return steps;

        void Snapshot(string step)
        {
            TemporaryFolder.Copy(live, _folder[step]);
            steps.Add(step);
        }
    }
}
