using System.Globalization;
using System.Text;

namespace Seq.Trials.Fuzzing;

/// <summary>Changes to an ONNX file that leave it a protobuf message: what a careful forger would write.</summary>
internal static class GraphMutations
{
    private static readonly long[] Extremes = [0, 1, 2, 3, -1, 7, 16, 18, 64, 255, 256, 65_536, int.MaxValue, 1L << 31, uint.MaxValue, 1L << 40, 1L << 62, long.MaxValue, long.MinValue];
    private static readonly string[] Texts = ["", "x", "../../../etc/passwd", "/etc/passwd", "weights.bin", "seq.json", "step.onnx", "Loop", "If", "Scan", "LSTM", "MatMul", "com.microsoft", "\0", "\ud83d\ude00", "18446744073709551615", "-1"];

    internal static readonly IReadOnlyList<(string Name, Action<WireNode, WireNode, Random> Change)> All =
    [
        ("field removed", (file, _, random) => Remove(file, random)),
        ("field repeated", (file, _, random) => Repeat(file, random)),
        ("fields swapped", (file, _, random) => Swap(file, random)),
        ("graphs spliced", Splice),
        ("number changed", (file, _, random) => ChangeNumber(file, random, _ => true)),
        ("dimension changed", (file, _, random) => ChangeDimension(file, random)),
        ("text changed", (file, _, random) => ChangeText(file, random)),
        ("values rewired", (file, _, random) => Rewire(file, random)),
        ("operator changed", (file, _, random) => ChangeOperator(file, random)),
        ("tensors swapped", (file, _, random) => SwapTensors(file, random)),
        ("weights changed", (file, _, random) => ChangeWeights(file, random)),
        ("external reference", (file, _, random) => Externalize(file, random)),
    ];

    private static void Remove(WireNode file, Random random)
    {
        var (parent, node) = Pick(file, random, _ => true);
        parent.Fields.Remove(node);
    }

    private static void Repeat(WireNode file, Random random)
    {
        var (parent, node) = Pick(file, random, _ => true);
        var times = random.Next(10) == 0 ? random.Next(2, 300) : 1;
        parent.Fields.InsertRange(random.Next(parent.Fields.Count + 1), Enumerable.Range(0, times).Select(_ => node.Copy()));
    }

    private static void Swap(WireNode file, Random random)
    {
        var (parent, node) = Pick(file, random, _ => true);
        var (other, partner) = Pick(file, random, candidate => candidate.Field == node.Field && candidate.Message == node.Message && candidate.Wire == node.Wire);
        var (at, partnerAt) = (parent.Fields.IndexOf(node), other.Fields.IndexOf(partner));
        var (copy, partnerCopy) = (node.Copy(), partner.Copy());
        parent.Fields[at] = partnerCopy;
        if (!ReferenceEquals(parent, other) || at != partnerAt)
        {
            other.Fields[partnerAt] = copy;
        }
    }

    private static void Splice(WireNode file, WireNode other, Random random)
    {
        var (_, graft) = Pick(other, random, node => node.Message is "Node" or "Tensor" or "Attribute" or "Value" or "Graph" or "Type");
        var (parent, place) = Pick(file, random, node => node.Message == graft.Message);
        var at = parent.Fields.IndexOf(place);
        if (random.Next(2) == 0)
        {
            parent.Fields[at] = graft.Copy();
        }
        else
        {
            parent.Fields.Insert(at, graft.Copy());
        }
    }

    private static void ChangeNumber(WireNode file, Random random, Func<WireNode, bool> where)
    {
        var (_, node) = Pick(file, random, candidate => candidate.Wire == WireNode.Varint && where(candidate));
        node.Number = random.Next(3) switch
        {
            0 => (ulong)((long)node.Number + random.Next(-2, 3)),
            1 => (ulong)random.Next(40),
            _ => (ulong)Extremes[random.Next(Extremes.Length)],
        };
    }

    private static void ChangeDimension(WireNode file, Random random)
    {
        var (_, holder) = Pick(file, random, node => node.Message is "Tensor" or "Dimension" && node.Fields.Any(field => field is { Field: 1, Wire: WireNode.Varint }));
        var sizes = holder.Fields.Where(field => field is { Field: 1, Wire: WireNode.Varint }).ToList();
        var size = sizes[random.Next(sizes.Count)];
        if (sizes.Count > 1 && random.Next(3) == 0)
        {
            (size.Number, sizes[0].Number) = (sizes[0].Number, size.Number); // Another shape of as many elements.
        }
        else
        {
            size.Number = (ulong)(random.Next(2) == 0 ? Extremes[random.Next(Extremes.Length)] : (long)size.Number + random.Next(-1, 2));
        }
    }

    private static void ChangeText(WireNode file, Random random)
    {
        var (_, node) = Pick(file, random, IsText);
        node.Content = random.Next(3) switch
        {
            0 => Encoding.UTF8.GetBytes(Texts[random.Next(Texts.Length)]),
            1 => Pick(file, random, IsText).Node.Content,
            _ => [.. node.Content, (byte)random.Next(256)],
        };
    }

    /// <summary>Gives a node's input or output another value's name.</summary>
    private static void Rewire(WireNode file, Random random)
    {
        var (_, node) = Pick(file, random, candidate => candidate.Message == "Node" && candidate.Fields.Any(field => field.Field is 1 or 2));
        var ends = node.Fields.Where(field => field.Field is 1 or 2).ToList();
        var (_, other) = Pick(file, random, candidate => candidate.Message == "Node" && candidate.Fields.Any(field => field.Field is 1 or 2));
        var names = other.Fields.Where(field => field.Field is 1 or 2).ToList();
        ends[random.Next(ends.Count)].Content = names[random.Next(names.Count)].Content;
    }

    private static void ChangeOperator(WireNode file, Random random)
    {
        bool Has(WireNode node) => node.Message == "Node" && node.Fields.Any(field => field.Field == 4);
        var (_, node) = Pick(file, random, Has);
        var (_, other) = Pick(file, random, Has);
        node.Fields.First(field => field.Field == 4).Content = other.Fields.First(field => field.Field == 4).Content;
    }

    private static void SwapTensors(WireNode file, Random random)
    {
        bool Has(WireNode node) => node.Message == "Tensor" && node.Fields.Any(field => field.Field is 8 or 9);
        var (left, right) = (Pick(file, random, Has).Node, Pick(file, random, Has).Node);
        var field = random.Next(2) == 0 ? 8 : 9; // The name or the bytes.
        if (left.Fields.Find(node => node.Field == field) is { } first && right.Fields.Find(node => node.Field == field) is { } second)
        {
            (first.Content, second.Content) = (second.Content, first.Content);
        }
    }

    private static void ChangeWeights(WireNode file, Random random)
    {
        bool Has(WireNode node) => node.Message == "Tensor" && node.Fields.Any(field => field is { Field: 9, Content.Length: > 0 });
        var data = Pick(file, random, Has).Node.Fields.First(field => field.Field == 9);
        data.Content = [.. data.Content];
        switch (random.Next(4))
        {
            case 0:
                random.NextBytes(data.Content);
                break;
            case 1:
                Array.Fill(data.Content, (byte)0xff); // NaN as a float, −1 as a whole number.
                break;
            case 2:
                data.Content[random.Next(data.Content.Length)] ^= (byte)(1 << random.Next(8));
                break;
            default:
                data.Content = data.Content[..random.Next(data.Content.Length)];
                break;
        }
    }

    private static void Externalize(WireNode file, Random random)
    {
        var (_, tensor) = Pick(file, random, node => node.Message == "Tensor");
        if (tensor.Fields.FirstOrDefault(field => field.Message == "Entry") is null)
        {
            tensor.Fields.RemoveAll(field => field.Field is 4 or 5 or 7 or 9 or 10 or 14);
            tensor.Fields.Add(new() { Field = 14, Wire = WireNode.Varint, Number = 1 });
            tensor.Fields.Add(Entry("location", Texts[random.Next(Texts.Length)]));
        }

        var key = random.Next(4) switch { 0 => "location", 1 => "offset", 2 => "length", _ => "checksum" };
        var value = key == "location" ? Texts[random.Next(Texts.Length)] : Extremes[random.Next(Extremes.Length)].ToString(CultureInfo.InvariantCulture);
        if (random.Next(2) == 0)
        {
            tensor.Fields.RemoveAll(field => field.Message == "Entry" && field.Fields.Any(part => Encoding.UTF8.GetString(part.Content) == key));
        }

        tensor.Fields.Add(Entry(key, value));
    }

    private static WireNode Entry(string key, string value)
    {
        var entry = new WireNode { Field = 13, Wire = WireNode.Bytes, Message = "Entry" };
        entry.Fields.Add(new() { Field = 1, Wire = WireNode.Bytes, Content = Encoding.UTF8.GetBytes(key) });
        entry.Fields.Add(new() { Field = 2, Wire = WireNode.Bytes, Content = Encoding.UTF8.GetBytes(value) });
        return entry;
    }

    private static bool IsText(WireNode node) => node.Wire == WireNode.Bytes && node.Message is null && node.Content.Length is > 0 and < 100;

    /// <summary>One of the fields that fit, and what holds it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Earlier changes left none.</exception>
    private static (WireNode Parent, WireNode Node) Pick(WireNode file, Random random, Func<WireNode, bool> fits)
    {
        var found = file.All().Where(pair => fits(pair.Node)).ToList();
        return found[random.Next(found.Count)];
    }
}
