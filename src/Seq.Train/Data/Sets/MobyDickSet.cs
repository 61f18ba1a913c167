namespace Seq.Train;

/// <summary>A novel.</summary>
internal static class MobyDickSet
{
    /// <summary>The text as printed, lines of about 72 characters, the table of contents first.</summary>
    internal static DataSet Set { get; } = new()
    {
        Name = "moby-dick",
        Summary = "Moby-Dick; or, The Whale: 1.2 million characters",
        Task = DataTask.Language,
        Source = "Herman Melville 1851; Project Gutenberg text 2701",
        Licence = "public domain in the United States",
        Files =
        [
            new()
            {
                Path = "moby_dick.txt",
                Bytes = 1_234_090,
                Sha256 = "0e17b68aa8c01ed3223bf5cc6d50fbf1e5e77f9582e993237821d820d0d06701",
                Origin = new DataOrigin.Download(new("https://raw.githubusercontent.com/GITenberg/Moby-Dick--Or-The-Whale_2701/bdf1948e6cd00963730971e5624e764a35f238c3/2701-0.txt")) { Convert = Conversions.MobyDick },
            },
        ],
    };

}
