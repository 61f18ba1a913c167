using System.Reflection;
using System.Runtime.CompilerServices;

namespace Seq.Architecture.Tests;

/// <summary>
/// Prints what an assembly offers to others: public types, and their public and protected members, one a line, sorted by their text.
/// Nullability of references and what the compiler writes for records are left out.
/// </summary>
internal static partial class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The text, with `\n` at the end of each line; the same for the same sources, on any machine.</summary>
    public static string Print(Assembly assembly) => Print(assembly.GetTypes());

    public static string Print(IEnumerable<Type> candidates)
    {
        var types = candidates
            .Where(IsOffered)
            .Select(type => (Header: Header(type), Members: MembersOf(type).Order(StringComparer.Ordinal), Name: FullName(type)))
            .OrderBy(type => type.Name, StringComparer.Ordinal);

        return string.Concat(types.Select(type => type.Header + "\n" + string.Concat(type.Members.Select(member => $"  {member}\n"))));
    }

    private static bool IsOffered(Type type) =>
        type.IsPublic || ((type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsOffered(type.DeclaringType!));

    private static string Header(Type type)
    {
        var kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => (IsReadOnly(type) ? "readonly " : "") + (type.IsByRefLike ? "ref " : "") + (IsRecord(type) ? "record " : "") + "struct",
            _ when IsDelegate(type) => "delegate",
            { IsAbstract: true, IsSealed: true } => "static class",
            _ => (type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "") + (IsRecord(type) ? "record" : "class"),
        };
        if (IsDelegate(type))
        {
            var invoke = type.GetMethod("Invoke")!;
            return $"delegate {TypeName(invoke.ReturnType)} {FullName(type)}{Parameters(invoke.GetParameters())}";
        }

        var bases = BasesOf(type);
        return $"{Marks(type)}{kind} {FullName(type)}{(bases.Length == 0 ? "" : " : " + string.Join(", ", bases))}{Constraints(type)}";
    }

    private static string[] BasesOf(Type type)
    {
        if (type.IsEnum)
        {
            return [TypeName(Enum.GetUnderlyingType(type))];
        }

        var inherited = type.BaseType?.GetInterfaces() ?? [];
        var all = type.GetInterfaces();
        var interfaces = all
            .Except(inherited)
            .Except(all.SelectMany(one => one.GetInterfaces()))
            .Where(one => one.IsVisible && !(IsRecord(type) && one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IEquatable<>)))
            .Select(TypeName)
            .Order(StringComparer.Ordinal);
        var baseType = type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) ? [TypeName(parent)] : Array.Empty<string>();
        return [.. baseType, .. interfaces];
    }

    private static bool IsDelegate(Type type) => type.BaseType == typeof(MulticastDelegate);

    private static bool IsReadOnly(Type type) => type.IsDefined(typeof(IsReadOnlyAttribute), inherit: false);

    // The compiler marks no record as one; but only it writes these.
    private static bool IsRecord(Type type) =>
        type.IsValueType
            ? type.GetMethod("PrintMembers", Declared) is { } print && print.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
            : type.GetMethod("<Clone>$", Declared) is not null;

    private static string Marks(MemberInfo member) =>
        member.GetCustomAttribute<ObsoleteAttribute>() is { } obsolete && !member.IsDefined(typeof(CompilerFeatureRequiredAttribute))
            ? $"[Obsolete({Literal(obsolete.Message)})] "
            : "";
}
