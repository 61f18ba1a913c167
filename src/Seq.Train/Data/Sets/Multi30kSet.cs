namespace Seq.Train;

/// <summary>Captions of images in English and German.</summary>
internal static class Multi30kSet
{
    /// <summary>Line n of a German file is the translation of line n of the English one; <c>.lc.norm.tok.</c> is lower-cased and tokenised.</summary>
    internal static DataSet Set { get; } = new()
    {
        Name = "multi30k",
        Summary = "31,014 image captions, English to German, raw and tokenised",
        Task = DataTask.Pairs,
        Source = "Elliott, Frank, Sima'an and Specia 2016, Multi30K; github.com/multi30k/dataset",
        Licence = "non-commercial research and education",
        Files =
        [
            new()
            {
                Path = "multi30k/train.en",
                Bytes = 1_801_238,
                Sha256 = "460a15fbd157e34a7a9957ee388c1ca247fe47af3ef25fb50442af6c274e0fc6",
                Origin = new DataOrigin.Download(new("https://raw.githubusercontent.com/multi30k/dataset/a3d2e0d26b56f3846f66a952536ffed4e401d05a/data/task1/raw/train.en.gz")) { Convert = Conversions.Gunzip },
            },
            new()
            {
                Path = "multi30k/train.lc.norm.tok.en",
                Bytes = 1_837_696,
                Sha256 = "08925f8e0572bcd5a006702fc5fe20e2d77c6917d4eebd576fc20de6693c2119",
                Origin = new DataOrigin.Download(new("https://raw.githubusercontent.com/multi30k/dataset/a3d2e0d26b56f3846f66a952536ffed4e401d05a/data/task1/tok/train.lc.norm.tok.en")),
            },
            new()
            {
                Path = "multi30k/train.de",
                Bytes = 2_110_398,
                Sha256 = "2c2b73fd2b548fbcde3a875e0a78d6ee94d498bfdee6bd3eae3945779e9ddf72",
                Origin = new DataOrigin.Download(new("https://raw.githubusercontent.com/multi30k/dataset/a3d2e0d26b56f3846f66a952536ffed4e401d05a/data/task1/raw/train.de.gz")) { Convert = Conversions.Gunzip },
            },
            new()
            {
                Path = "multi30k/train.lc.norm.tok.de",
                Bytes = 2_150_008,
                Sha256 = "cb5a23529b65ec2061f1dc446192a9c37382b63cc75f81a0be59d34894b3a505",
                Origin = new DataOrigin.Download(new("https://raw.githubusercontent.com/multi30k/dataset/a3d2e0d26b56f3846f66a952536ffed4e401d05a/data/task1/tok/train.lc.norm.tok.de")),
            },
            new()
            {
                Path = "multi30k/val.en",
                Bytes = 63_297,
                Sha256 = "1f2a23d992769b5b3d209b0a10dd0b77c08cceb1f20dfb97ed0aafa49d107227",
                Origin = new DataOrigin.Download(new("https://raw.githubusercontent.com/multi30k/dataset/a3d2e0d26b56f3846f66a952536ffed4e401d05a/data/task1/raw/val.en.gz")) { Convert = Conversions.Gunzip },
            },
            new()
            {
                Path = "multi30k/val.lc.norm.tok.en",
                Bytes = 64_608,
                Sha256 = "46573ce391ae227f1c72f873392436a20ef18e0a6d518098cfbd70b77c8572ec",
                Origin = new DataOrigin.Download(new("https://raw.githubusercontent.com/multi30k/dataset/a3d2e0d26b56f3846f66a952536ffed4e401d05a/data/task1/tok/val.lc.norm.tok.en")),
            },
            new()
            {
                Path = "multi30k/val.de",
                Bytes = 75_981,
                Sha256 = "660e09eb7e1da2f856ea13ee5ad3cf6d36b3d5b0b733c857e94c5747a3dfc660",
                Origin = new DataOrigin.Download(new("https://raw.githubusercontent.com/multi30k/dataset/a3d2e0d26b56f3846f66a952536ffed4e401d05a/data/task1/raw/val.de.gz")) { Convert = Conversions.Gunzip },
            },
            new()
            {
                Path = "multi30k/val.lc.norm.tok.de",
                Bytes = 77_273,
                Sha256 = "97232bd273eceb7207f689527386a97e4be2616b18ada47576bdaf96c8ae1f00",
                Origin = new DataOrigin.Download(new("https://raw.githubusercontent.com/multi30k/dataset/a3d2e0d26b56f3846f66a952536ffed4e401d05a/data/task1/tok/val.lc.norm.tok.de")),
            },
            new()
            {
                Path = "multi30k/test_2016_flickr.en",
                Bytes = 62_076,
                Sha256 = "399a4382932c1aadd3ceb9bef1008d388a64c76d4ae4e9d4728c6f4301cac182",
                Origin = new DataOrigin.Download(new("https://raw.githubusercontent.com/multi30k/dataset/a3d2e0d26b56f3846f66a952536ffed4e401d05a/data/task1/raw/test_2016_flickr.en.gz")) { Convert = Conversions.Gunzip },
            },
            new()
            {
                Path = "multi30k/test_2016_flickr.lc.norm.tok.en",
                Bytes = 63_307,
                Sha256 = "5b7f32627cf99eced828311b955dae9800bb52bc8b91cf8b6526829e605b29d2",
                Origin = new DataOrigin.Download(new("https://raw.githubusercontent.com/multi30k/dataset/a3d2e0d26b56f3846f66a952536ffed4e401d05a/data/task1/tok/test_2016_flickr.lc.norm.tok.en")),
            },
            new()
            {
                Path = "multi30k/test_2016_flickr.de",
                Bytes = 70_649,
                Sha256 = "4be6b5b3236b79c25475c6bb829800a7ce559e9ba7a1f6c2394fe4d40be46d16",
                Origin = new DataOrigin.Download(new("https://raw.githubusercontent.com/multi30k/dataset/a3d2e0d26b56f3846f66a952536ffed4e401d05a/data/task1/raw/test_2016_flickr.de.gz")) { Convert = Conversions.Gunzip },
            },
            new()
            {
                Path = "multi30k/test_2016_flickr.lc.norm.tok.de",
                Bytes = 71_917,
                Sha256 = "c6a33d39d48f9f510de147651316cd9d918e09ad0219df734a2f16b6baccacc4",
                Origin = new DataOrigin.Download(new("https://raw.githubusercontent.com/multi30k/dataset/a3d2e0d26b56f3846f66a952536ffed4e401d05a/data/task1/tok/test_2016_flickr.lc.norm.tok.de")),
            },
        ],
    };

}
