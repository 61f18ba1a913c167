namespace Seq.Train;

/// <summary>Scenes of plays.</summary>
internal static class TinyShakespeareSet
{
    /// <summary>40,000 lines, ASCII, 65 different characters.</summary>
    internal static DataSet Set { get; } = new()
    {
        Name = "tiny-shakespeare",
        Summary = "Plays of Shakespeare: 1.1 million characters",
        Task = DataTask.Language,
        Source = "github.com/karpathy/char-rnn",
        Licence = "public domain; the repository says MIT",
        Files =
        [
            new()
            {
                Path = "tinyshakespeare.txt",
                Bytes = 1_115_394,
                Sha256 = "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed",
                Origin = new DataOrigin.Download(new("https://raw.githubusercontent.com/karpathy/char-rnn/6f9487a6fe5b420b7ca9afb0d7c078e37c1d1b4e/data/tinyshakespeare/input.txt")),
            },
        ],
    };

}
