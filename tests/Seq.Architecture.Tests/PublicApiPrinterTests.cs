using System.Numerics;

namespace Seq.Architecture.Tests;

/// <summary>What the printer says of each kind of type and member, beside the declaration it says it of.</summary>
public sealed class PublicApiPrinterTests
{
    private const string Space = "Seq.Architecture.Tests.PublicApiPrinterTests";

    [Fact]
    public void An_enum_shows_its_values() =>
        AssertPrinted($"enum {Space}.Colour : byte\n  Blue = 4\n  Red = 1\n", typeof(Colour));

    [Fact]
    public void A_record_shows_its_properties_and_not_what_the_compiler_writes() =>
        AssertPrinted(
            $"sealed record {Space}.Point : IDisposable\n  int X {{ get; init; }}\n  new(int X)\n  required string Name {{ get; set; }}\n  void Dispose()\n",
            typeof(Point));

    [Fact]
    public void A_method_shows_what_a_caller_must_know() =>
        AssertPrinted(
            $"""
            abstract class {Space}.Calls
              abstract int Sum(params int[] terms)
              const string Word = "a"
              override string ToString()
              protected new()
              protected virtual void Hook(ref int value, out string text, in double rate)
              static (int, string) Pair(int? count = null, PublicApiPrinterTests.Colour colour = PublicApiPrinterTests.Colour.Red, CancellationToken token = default, string name = "x", bool on = true)
              static T Largest<T>(ReadOnlySpan<T> values) where T : unmanaged, INumber<T>
              static readonly float[,] Table

            """.ReplaceLineEndings("\n"),
            typeof(Calls));

    [Fact]
    public void Generic_and_nested_types_carry_their_arguments_and_constraints() =>
        AssertPrinted(
            $"class {Space}.Box<T> where T : class, new()\n  T this[int row] {{ get; protected set; }}\n  new()\n"
                + $"class {Space}.Box<T>.Lid<U> where T : class, new()\n  event EventHandler Opened\n  new()\n  virtual PublicApiPrinterTests.Box<T> Of(U key)\n",
            typeof(Box<>), typeof(Box<>.Lid<>));

    [Fact]
    public void An_interface_and_a_delegate_and_a_structure_show_their_kind() =>
        AssertPrinted(
            $"delegate void {Space}.Fold(Span<float> row)\ninterface {Space}.IStep : IDisposable\n  int Rows {{ get; }}\n  static abstract int Make()\n  virtual void Reset()\n"
                + $"readonly ref struct {Space}.View\n  int Length {{ get; }}\n",
            typeof(Fold), typeof(IStep), typeof(View));

    [Fact]
    public void What_others_cannot_reach_is_left_out() => AssertPrinted("", typeof(Hidden), typeof(Hidden.Inside));

    [Fact]
    public void Obsolete_members_say_so() =>
        AssertPrinted($"static class {Space}.Old\n  [Obsolete(\"Use New.\")] static void Run()\n", typeof(Old));

    private static void AssertPrinted(string expected, params Type[] types) => Assert.Equal(expected, PublicApi.Print(types));

#pragma warning disable CA1034, CA1068, CA1051, CA1814, CA1822, CA1715, CA1028, CA1711, CA1041, CA1065, CA1003, CA1008, CS0067 // Chosen to be printed, not to be used.

    public enum Colour : byte
    {
        Red = 1,
        Blue = 4,
    }

    public sealed record Point(int X) : IDisposable
    {
        public required string Name { get; set; }

        public void Dispose() => GC.SuppressFinalize(this);

        internal int Secret() => X;
    }

    public abstract class Calls
    {
        public const string Word = "a";

        public static readonly float[,] Table = new float[1, 1];

        protected Calls()
        {
        }

        public abstract int Sum(params int[] terms);

        public static (int Count, string Name) Pair(
            int? count = null, Colour colour = Colour.Red, CancellationToken token = default, string name = "x", bool on = true) =>
            (count ?? 0, on && !token.IsCancellationRequested ? name : colour.ToString());

        public static T Largest<T>(ReadOnlySpan<T> values)
            where T : unmanaged, INumber<T> => values[0];

        public override string ToString() => Word;

        protected virtual void Hook(ref int value, out string text, in double rate) => text = $"{value}{rate}";
    }

    public class Box<T>
        where T : class, new()
    {
        public T this[int row]
        {
            get => new();
            protected set => _ = value;
        }

        public class Lid<U>
        {
            public event EventHandler? Opened;

            public virtual Box<T>? Of(U key) => null;
        }
    }

    public delegate void Fold(Span<float> row);

    public interface IStep : IDisposable
    {
        public int Rows { get; }

        public static abstract int Make();

        public void Reset() => Dispose();
    }

    public readonly ref struct View
    {
        public int Length => 0;
    }

    public static class Old
    {
        [Obsolete("Use New.")]
        public static void Run()
        {
        }
    }

    internal sealed class Hidden
    {
        public sealed class Inside;
    }
}
