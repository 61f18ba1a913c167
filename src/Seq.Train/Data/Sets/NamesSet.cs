namespace Seq.Train;

/// <summary>Given names.</summary>
internal static class NamesSet
{
    /// <summary>A lower-case name a line; some stand there more than once.</summary>
    internal static DataSet Set { get; } = new()
    {
        Name = "names",
        Summary = "32,033 given names, 2 to 15 letters",
        Task = DataTask.Language,
        Source = "github.com/karpathy/makemore",
        Licence = "MIT",
        Files =
        [
            new()
            {
                Path = "names.txt",
                Bytes = 228_145,
                Sha256 = "0a30b5557f192f32ab962680889aac5f6fda0f4cecf40a6d0b5694f58ea8cc4d",
                Origin = new DataOrigin.Download(new("https://raw.githubusercontent.com/karpathy/makemore/988aa59e4d8fefa526d06f3b453ad116258398d4/names.txt")),
            },
        ],
    };

}
