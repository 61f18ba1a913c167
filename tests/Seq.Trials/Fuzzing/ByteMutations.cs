namespace Seq.Trials.Fuzzing;

/// <summary>Changes to a file's bytes that know nothing of its format.</summary>
internal static class ByteMutations
{
    internal static readonly IReadOnlyList<(string Name, Func<byte[], byte[], Random, byte[]> Change)> All =
    [
        ("bits flipped", (file, _, random) => Flip(file, random)),
        ("bytes replaced", (file, _, random) => Replace(file, random)),
        ("truncated", (file, _, random) => file[..random.Next(file.Length)]),
        ("files spliced", Splice),
        ("bytes inserted", (file, _, random) => Insert(file, random)),
        ("bytes removed", (file, _, random) => Remove(file, random)),
    ];

    private static byte[] Flip(byte[] file, Random random)
    {
        byte[] changed = [.. file];
        for (var flips = 1 << random.Next(6); flips > 0; flips--)
        {
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
        }

        return changed;
    }

    private static byte[] Replace(byte[] file, Random random)
    {
        byte[] changed = [.. file];
        var (begin, length) = Range(file, random);
        var value = random.Next(3) switch { 0 => 0, 1 => 0xff, _ => random.Next(256) };
        changed.AsSpan(begin, length).Fill((byte)value);
        return changed;
    }

    private static byte[] Splice(byte[] file, byte[] other, Random random) => [.. file[..random.Next(file.Length)], .. other[random.Next(other.Length)..]];

    private static byte[] Insert(byte[] file, Random random)
    {
        var added = new byte[random.Next(1, 64)];
        random.NextBytes(added);
        var at = random.Next(file.Length + 1);
        return [.. file[..at], .. added, .. file[at..]];
    }

    private static byte[] Remove(byte[] file, Random random)
    {
        var (begin, length) = Range(file, random);
        return [.. file[..begin], .. file[(begin + length)..]];
    }

    private static (int Begin, int Length) Range(byte[] file, Random random)
    {
        var begin = random.Next(file.Length);
        return (begin, Math.Min(random.Next(1, 33), file.Length - begin));
    }
}
