namespace Seq.Train;

/// <summary>Articles of Wikipedia as words.</summary>
internal static class WikiText2Set
{
    /// <summary>A line a paragraph or heading, words with spaces between them, rare words as <c>&lt;unk&gt;</c>.</summary>
    internal static DataSet Set { get; } = new()
    {
        Name = "wikitext-2",
        Summary = "Wikipedia articles, 2.1 million words, 33,278 different ones",
        Task = DataTask.Language,
        Source = "Merity, Xiong, Bradbury and Socher 2016, Pointer sentinel mixture models",
        Licence = "CC BY-SA 3.0",
        Files =
        [
            new()
            {
                Path = "wikitext-2/wiki.train.tokens",
                Bytes = 10_797_148,
                Sha256 = "9e9fa1ad55b1c2c95b08e37dd8e653f638fac2c6de904b79e813611eefbc985f",
                Origin = new DataOrigin.Download(new("https://raw.githubusercontent.com/nodiff-229/deeplearning_hw2/76b135200f866feaee5d2920fac7c6f607b929c5/data/wikitext2.zip")) { Convert = Conversions.Unzip("wiki.train.tokens") },
            },
            new()
            {
                Path = "wikitext-2/wiki.valid.tokens",
                Bytes = 1_121_681,
                Sha256 = "f0737ed31fc1329026e95cb8b98e19c2a182c39c240ab909dc31abf2f8af58e8",
                Origin = new DataOrigin.Download(new("https://raw.githubusercontent.com/nodiff-229/deeplearning_hw2/76b135200f866feaee5d2920fac7c6f607b929c5/data/wikitext2.zip")) { Convert = Conversions.Unzip("wiki.valid.tokens") },
            },
            new()
            {
                Path = "wikitext-2/wiki.test.tokens",
                Bytes = 1_256_449,
                Sha256 = "d790b833ef8cf03a90db7bf1271b7520b83c45ce07ba3c1a9699df81e239eca0",
                Origin = new DataOrigin.Download(new("https://raw.githubusercontent.com/pimondontknow/Privacy_FL_IoT/264c203c2bb4f6af352e797e4290eef84e9bb906/data/wikitext-2/wiki.test.tokens")),
            },
        ],
    };

}
