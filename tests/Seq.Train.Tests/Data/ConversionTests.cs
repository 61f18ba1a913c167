using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Seq.Tests;

namespace Seq.Train.Tests;

public sealed class ConversionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_packed_file_is_unpacked()
    {
        using (var packed = new GZipStream(File.Create(_folder["f"]), CompressionLevel.Fastest))
        {
            packed.Write("text"u8);
        }

        Assert.Equal("text", Converted(Conversions.Gunzip));
    }

    [Fact]
    public void A_member_of_an_archive_is_found_in_any_folder()
    {
        using (var archive = ZipFile.Open(_folder["f"], ZipArchiveMode.Create))
        {
            foreach (var name in (string[])["a/other.txt", "a/wiki.txt"])
            {
                using var stream = archive.CreateEntry(name).Open();
                stream.Write(Encoding.UTF8.GetBytes(name));
            }
        }

        Assert.Equal("a/wiki.txt", Converted(Conversions.Unzip("wiki.txt")));
        Assert.Throws<InvalidDataException>(() => Converted(Conversions.Unzip("none.txt")));
    }

    [Fact]
    public void The_novel_is_taken_out_of_its_frame()
    {
        File.WriteAllText(_folder["f"], "\uFEFFHeader\r\nMOBY-DICK;\r\n\r\nCONTENTS\r\n\r\nOriginal Transcriber’s Notes:\r\n\r\nnote\r\n\r\n  ETYMOLOGY.\r\n\r\nThe end.\r\n\r\n\r\n\r\n\r\n\r\nEnd of Project Gutenberg’s\r\n");

        Assert.Equal("MOBY-DICK;\n\nCONTENTS\n\n  ETYMOLOGY.\n\nThe end.\n", Converted(Conversions.MobyDick));
        File.WriteAllText(_folder["f"], "Another book");
        Assert.Throws<InvalidDataException>(() => Converted(Conversions.MobyDick));
    }

    [Fact]
    public void Reviews_come_by_number_negative_before_positive_with_their_films()
    {
        using (var archive = new TarWriter(new GZipStream(File.Create(_folder["f"]), CompressionLevel.Fastest)))
        {
            Add(archive, "aclImdb/train/pos/1_8.txt", "fine\ttoo");
            Add(archive, "aclImdb/train/pos/0_9.txt", "good<br />é");
            Add(archive, "aclImdb/train/neg/0_3.txt", "bad");
            Add(archive, "aclImdb/train/unsup/0_0.txt", "unknown");
            Add(archive, "aclImdb/test/neg/0_1.txt", "other part");
            Add(archive, "aclImdb/train/urls_pos.txt", "http://www.imdb.com/title/tt01/usercomments\nhttp://www.imdb.com/title/tt02/usercomments\n");
            Add(archive, "aclImdb/train/urls_neg.txt", "http://www.imdb.com/title/tt03/usercomments\n");
        }

        Assert.Equal("0\tbad\n1\tgood<br />é\n1\tfine too\n", Converted(Conversions.ImdbTexts("train")));
        Assert.Equal("0\tneg\t3\ttt03\n0\tpos\t9\ttt01\n1\tpos\t8\ttt02\n", Converted(Conversions.ImdbFilms("train")));
        Assert.Equal("0\tother part\n", Converted(Conversions.ImdbTexts("test")));
    }

    private static void Add(TarWriter archive, string name, string text) =>
        archive.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });

    private string Converted(Conversion conversion)
    {
        using var content = new MemoryStream();
        conversion(_folder["f"], content);
        return Encoding.UTF8.GetString(content.ToArray());
    }
}
