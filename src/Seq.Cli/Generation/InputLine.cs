namespace Seq.Cli.Generation;

/// <summary>A text to decode.</summary>
/// <param name="Text">The text.</param>
/// <param name="Number">Its place among all inputs, from 0; it names the text's own random numbers.</param>
/// <param name="Origin">Where it stands, for messages: <c>--input</c>, or a file and line.</param>
internal sealed record InputLine(string Text, uint Number, string Origin);
