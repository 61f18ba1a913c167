using System.Text.Json.Serialization;

namespace Seq.Model;

/// <summary>Where a text is cut into words. Every rule is linear in the length of the text.</summary>
public enum WordSplit
{
    /// <summary>At white space. Decoded words are joined by single spaces.</summary>
    [JsonStringEnumMemberName("whitespace")]
    WhiteSpace,

    /// <summary>
    /// At white space and around marks: a word is a run of letters, combining marks, digits and connectors (<c>_</c>), or one character that is none of these.
    /// Decoded words are joined by single spaces, but none before <c>. , ; : ! ? … % ) ] } » ”</c>, none after <c>( [ { « “ ‘ ¿ ¡ $ € £ #</c>, and none on
    /// either side of <c>' ’ - /</c>.
    /// </summary>
    [JsonStringEnumMemberName("punctuation")]
    Punctuation,

    /// <summary>
    /// The rule of the Keras tokenizer: <c>!"#$%&amp;()*+,-./:;&lt;=&gt;?@[\]^_`{|}~</c> count as white space, so that they vanish; the apostrophe stays in its word.
    /// Decoded words are joined by single spaces.
    /// </summary>
    [JsonStringEnumMemberName("keras")]
    Keras,
}
