namespace Seq.Train;

/// <summary>The parts of a language model's text, in pieces: lines, or whole texts. A file is read anew each time that a part is gone through, so that it is never held as text.</summary>
/// <param name="Train">Is learned from.</param>
/// <param name="Validation">Chooses the model; may be empty.</param>
/// <param name="Test">Is looked at once; may be empty.</param>
internal sealed record StreamTexts(IEnumerable<string> Train, IEnumerable<string> Validation, IEnumerable<string> Test)
{
    /// <summary>All pieces.</summary>
    internal IEnumerable<string> All => Train.Concat(Validation).Concat(Test);

    /// <summary>The parts of a list.</summary>
    internal static StreamTexts Of(DataParts<string> parts) => new(parts.Train, parts.Validation, parts.Test);

    /// <summary>The parts of items that are read.</summary>
    internal static StreamTexts Of<T>(PartedItems<T> items, Func<T, string> text) =>
        new(items.Read(DataPart.Train).Select(text), items.Read(DataPart.Validation).Select(text), items.Read(DataPart.Test).Select(text));

    /// <summary>Parts of texts in their order: the beginning is learned from, the end is the test part.</summary>
    /// <param name="texts">The texts; gone through once here.</param>
    /// <param name="shares">Sizes of the parts, counted in texts.</param>
    internal static StreamTexts InOrder(IEnumerable<string> texts, PartShares shares)
    {
        var count = texts.Count();
        var (validation, test) = shares.Of(count);
        var train = count - validation - test;
        return new(texts.Take(train), validation == 0 ? [] : texts.Skip(train).Take(validation), test == 0 ? [] : texts.Skip(train + validation));
    }
}
