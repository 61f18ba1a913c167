using System.Text.Json.Serialization;

namespace Seq.Train;

/// <summary>How the Brown corpus is split for a language model.</summary>
public enum BrownProtocol
{
    /// <summary>
    /// Bengio et al. 2003: one stream in file order, of which the first 800,000 tokens are learned from and the next 200,000 choose the model; the rest is
    /// the test part. Case and marks are kept. With words counted in the whole corpus and those of frequency 3 or less merged, 17,904 words are left.
    /// </summary>
    [JsonStringEnumMemberName("bengio")]
    Bengio,

    /// <summary>Sentences in random order, four fifths of which are learned from and one fifth is the test part; a tenth of the former chooses the model.</summary>
    [JsonStringEnumMemberName("sentences")]
    Sentences,
}
