namespace Seq.Train;

/// <summary>Words and how they are pronounced.</summary>
internal static class CmuDictSet
{
    /// <summary>A line a pronunciation, <c>WORD⇥PH ON EM ES</c>, without stress.</summary>
    /// <remarks>The split of CNTK's example less 2% of the words; no public file has just this content.</remarks>
    internal static DataSet Set { get; } = new()
    {
        Name = "cmudict",
        Summary = "124,732 pronunciations of English words, as letters and phonemes",
        Task = DataTask.Pairs,
        Source = "Carnegie Mellon Pronouncing Dictionary 0.7b, split by the CMUDict example of Microsoft CNTK, less 2% of its words",
        Licence = "BSD 2-clause",
        Files =
        [
            new()
            {
                Path = "cmudict/g2p-train.tsv",
                Bytes = 2_548_366,
                Sha256 = "015e7699b7dea3c47c5121db76dff5c4e3609cd2cef2fbf883e6e1c1e42425ae",
            },
            new()
            {
                Path = "cmudict/g2p-dev.tsv",
                Bytes = 127_629,
                Sha256 = "25b5919762c20d443b742735743de0e263d60ac9981a8b7c32d951228b9f6e44",
            },
            new()
            {
                Path = "cmudict/g2p-test.tsv",
                Bytes = 308_364,
                Sha256 = "17e9cc08431629a82a17d413676b34ce541e51f131371e8a183bef3bf36f48c7",
            },
        ],
    };

}
