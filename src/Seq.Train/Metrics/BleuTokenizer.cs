namespace Seq.Train;

/// <summary>How BLEU cuts a text into tokens.</summary>
public enum BleuTokenizer
{
    /// <summary>As mteval-v13a of the WMT campaigns does: punctuation apart, numbers whole. What published scores use.</summary>
    Mteval13a,

    /// <summary>At white space only, for text that is tokenised already.</summary>
    None,

    /// <summary>Every character by itself, for scripts without spaces.</summary>
    Character,
}
