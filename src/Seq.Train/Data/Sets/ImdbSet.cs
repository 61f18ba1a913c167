namespace Seq.Train;

/// <summary>Reviews of films, positive or negative: 25,000 to learn from and 25,000 for test.</summary>
internal static class ImdbSet
{
    /// <summary>A line a review, <c>label⇥text</c>, label 1 for positive; and line for line the number, side, rating and film.</summary>
    internal static DataSet Set { get; } = new()
    {
        Name = "imdb",
        Summary = "50,000 film reviews, positive or negative, with the film of each",
        Task = DataTask.Classification,
        Source = "Maas et al. 2011, Learning word vectors for sentiment analysis; ai.stanford.edu/~amaas/data/sentiment",
        Licence = "none stated; published for research, to be cited",
        Files =
        [
            new()
            {
                Path = "imdb-train.tsv",
                Bytes = 33_207_823,
                Sha256 = "e10d504574832e0c2d6cee80dab4f7950ee566d08f595486ee74feb86c9c8df9",
                Origin = new DataOrigin.Download(new("https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz")) { Convert = Conversions.ImdbTexts("train") },
            },
            new()
            {
                Path = "imdb-train-meta.tsv",
                Bytes = 532_512,
                Sha256 = "3f15d5d25451f1abe6efc8ee9f367f3c794509776e3ac41b6dc4eacf6fb5eed8",
                Origin = new DataOrigin.Download(new("https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz")) { Convert = Conversions.ImdbFilms("train") },
            },
            new()
            {
                Path = "imdb-test.tsv",
                Bytes = 32_425_685,
                Sha256 = "1c70ee7ad0652f93e30fc23d325bdcab5b4db09bf0da59df1546a3e5dc3c86f9",
                Origin = new DataOrigin.Download(new("https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz")) { Convert = Conversions.ImdbTexts("test") },
            },
            new()
            {
                Path = "imdb-test-meta.tsv",
                Bytes = 532_779,
                Sha256 = "90ef782c67d0c64cbace03b65794e8a6a586d4eaf35cc06477445a948bde4a62",
                Origin = new DataOrigin.Download(new("https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz")) { Convert = Conversions.ImdbFilms("test") },
            },
        ],
    };

}
