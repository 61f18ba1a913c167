using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Seq.Tests;

namespace Seq.Train.Tests;

public sealed class DataFetcherTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 300_000).Select(place => (byte)(place * 31 % 251))];

    private readonly TemporaryFolder _folder = new();
    private readonly FileServer _server = new();
    private readonly DataFolders _folders;

    public DataFetcherTests()
    {
        _folders = new(null, _folder["cache"]);
    }

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_file_is_fetched_once_checked_and_put_in_its_place()
    {
        var set = Set(Content);
        var reported = new List<string>();
        _server.Files["/a"] = Content;

        new DataFetcher(_folders).Get(set, (_, path) => reported.Add(path));
        new DataFetcher(_folders).Get(set);

        Assert.Equal(Content, File.ReadAllBytes(_folder["cache/sub/file"]));
        Assert.Equal([_folder["cache/sub/file"]], reported);
        Assert.Single(_server.Requests);
        Assert.Empty(Directory.EnumerateFiles(_folder["cache/downloads"]));
        Assert.Single(Directory.EnumerateFiles(_folder["cache/sub"]));
    }

    [Fact]
    public void A_fetch_that_broke_off_goes_on_where_it_stopped()
    {
        _server.Files["/a"] = Content;
        _server.BreaksOffAfter = 100_000;
        Assert.Contains("goes on where it stopped", Assert.Throws<DataException>(() => new DataFetcher(_folders).Get(Set(Content))).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["cache/sub/file"]));
        var have = new FileInfo(Directory.EnumerateFiles(_folder["cache/downloads"]).Single()).Length;

        _server.BreaksOffAfter = null;
        new DataFetcher(_folders).Get(Set(Content));

        Assert.Equal(["", $"bytes={have}-"], _server.Requests);
        Assert.InRange(have, 1, 100_000);
        Assert.Equal(Content, File.ReadAllBytes(_folder["cache/sub/file"]));
    }

    [Fact]
    public void A_server_that_cannot_go_on_is_asked_for_the_whole()
    {
        _server.Files["/a"] = Content;
        _server.BreaksOffAfter = 100_000;
        Assert.Throws<DataException>(() => new DataFetcher(_folders).Get(Set(Content)));

        (_server.BreaksOffAfter, _server.KnowsRanges) = (null, false);
        new DataFetcher(_folders).Get(Set(Content));

        Assert.Equal(Content, File.ReadAllBytes(_folder["cache/sub/file"]));
    }

    [Fact]
    public void Wrong_content_is_refused_and_the_next_try_begins_anew()
    {
        _server.Files["/a"] = [1, 2, 3];

        var exception = Assert.Throws<DataException>(() => new DataFetcher(_folders).Get(Set(Content)));

        Assert.Contains("is registered", exception.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder["cache"], "*", SearchOption.AllDirectories));
        _server.Files["/a"] = Content;
        new DataFetcher(_folders).Get(Set(Content));
    }

    [Fact]
    public void An_address_without_a_file_is_named_with_the_servers_answer()
    {
        var exception = Assert.Throws<DataException>(() => new DataFetcher(_folders).Get(Set(Content)));

        Assert.Contains($"{_server.Address}a cannot be fetched: the server answers 404 NotFound", exception.Message, StringComparison.Ordinal);
        Assert.Contains("SEQ_DATA", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_in_the_users_folder_is_read_in_place_packed_or_not()
    {
        Directory.CreateDirectory(_folder["mine/sub"]);
        using (var packed = new GZipStream(File.Create(_folder["mine/sub/file.gz"]), CompressionLevel.Fastest))
        {
            packed.Write("one\ntwo\n"u8);
        }

        var set = Set([.. "one\ntwo\n"u8]);
        var folders = new DataFolders(_folder["mine"], _folder["cache"]);

        new DataFetcher(folders).Get(set);

        Assert.Empty(_server.Requests);
        Assert.Equal(_folder["mine/sub/file.gz"], folders.Find(set.Files[0]));
        Assert.Equal(["one", "two"], folders.ReadLines(set.Files[0]));
        Assert.Equal("one\ntwo\n", folders.ReadText(set.Files[0]));
    }

    [Fact]
    public void A_changed_file_is_noticed_when_it_is_read()
    {
        Directory.CreateDirectory(_folder["mine/sub"]);
        File.WriteAllText(_folder["mine/sub/file"], "changed\n");
        var (set, folders) = (Set(Content), new DataFolders(_folder["mine"], _folder["cache"]));

        Assert.StartsWith(_folder["mine/sub/file"], Assert.Throws<DataException>(() => folders.ReadText(set.Files[0])).Message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => folders.ReadLines(set.Files[0]).Count());
        File.Move(_folder["mine/sub/file"], _folder["mine/sub/file.gz"]);
        Assert.Contains("damaged", Assert.Throws<DataException>(() => folders.ReadText(set.Files[0])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_a_source_has_to_be_put_there()
    {
        var set = Set(Content) with { Files = [Set(Content).Files[0] with { Origin = null }] };

        Assert.Contains("put it (or sub/file.gz) into a folder and set SEQ_DATA", Assert.Throws<DataException>(() => new DataFetcher(_folders).Get(set)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named() =>
        Assert.Contains($"SEQ_DATA is '{_folder["none"]}'", Assert.Throws<DataException>(() => new DataFolders(_folder["none"], "cache")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_cancelled_fetch_keeps_what_has_come()
    {
        using var cancel = new CancellationTokenSource();
        _server.Files["/a"] = Content;
        _server.BreaksOffAfter = 100_000;
        _server.Stalls = cancel;

        Assert.ThrowsAny<OperationCanceledException>(() => new DataFetcher(_folders).Get(Set(Content), null, cancel.Token));

        Assert.Single(Directory.EnumerateFiles(_folder["cache/downloads"], "*.part"));
    }

    [Fact]
    public void A_package_comes_through_the_command_of_npm()
    {
        var npm = Script("""echo "$@" > asked; printf content > pack-1.0.0.tgz""");
        var set = Set([.. "content"u8]) with { Files = [Set([.. "content"u8]).Files[0] with { Origin = new DataOrigin.NpmPackage("pack", "1.0.0") }] };

        new DataFetcher(_folders, new NpmCommand(npm)).Get(set);

        Assert.Equal("content", File.ReadAllText(_folder["cache/sub/file"]));
        Assert.StartsWith("pack pack@1.0.0 --ignore-scripts", File.ReadAllText(_folder["cache/downloads/asked"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Npms_failure_is_told_in_its_words()
    {
        var package = new DataOrigin.NpmPackage("pack", "1.0.0");

        Assert.Contains("exit code 3: no such package", Failure(new NpmCommand(Script("echo no such package >&2; exit 3"))), StringComparison.Ordinal);
        Assert.Contains("cannot be run", Failure(new NpmCommand(_folder["nowhere"])), StringComparison.Ordinal);

        string Failure(NpmCommand npm) => Assert.Throws<DataException>(() => npm.Pack(package, Directory.CreateDirectory(_folder["d"]).FullName, default)).Message;
    }

    private DataSet Set(byte[] content) => new()
    {
        Name = "test",
        Summary = "",
        Task = DataTask.Language,
        Source = "",
        Licence = "",
        Files =
        [
            new()
            {
                Path = "sub/file",
                Bytes = content.Length,
                Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)),
                Origin = new DataOrigin.Download(new(_server.Address + "a")),
            },
        ],
    };

    private string Script(string body)
    {
        File.WriteAllText(_folder["npm"], $"#!/bin/sh\n{body}\n", new UTF8Encoding(false));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder["npm"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return _folder["npm"];
    }
}
