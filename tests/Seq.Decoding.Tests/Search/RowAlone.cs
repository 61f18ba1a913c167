namespace Seq.Decoding.Tests.Search;

/// <summary>What a row gives alone, in its batch, and in another order of the rows.</summary>
/// <param name="Input">Its number in the batch.</param>
/// <param name="Place">Its number in the other order.</param>
/// <param name="Alone">Its result alone.</param>
/// <param name="InBatch">Its result in the batch.</param>
/// <param name="Reordered">Its result in the other order.</param>
internal sealed record RowAlone(int Input, int Place, DecodingResult Alone, DecodingResult InBatch, DecodingResult Reordered)
{
    /// <summary>Decodes a case three times; every row keeps its key.</summary>
    /// <param name="case">The case.</param>
    /// <param name="order">The other order: the number of each row in the batch.</param>
    internal static IReadOnlyList<RowAlone> Of(SearchCase @case, int[] order)
    {
        var decoder = new Decoder(@case.Options);
        var keys = Enumerable.Range(0, @case.Inputs.Length).Select(input => (uint)(100 + input)).ToArray();
        var batch = decoder.Decode(@case.Model(), new DecodingRequest { RowKeys = keys });
        var reordered = decoder.Decode(
            @case.Model([.. order.Select(input => @case.Inputs[input])]), new DecodingRequest { RowKeys = [.. order.Select(input => keys[input])] });
        return [.. order.Select((input, place) => new RowAlone(
            input, place, decoder.Decode(@case.Model(@case.Inputs[input]), new DecodingRequest { RowKeys = [keys[input]] })[0], batch[input], reordered[place]))];
    }
}
