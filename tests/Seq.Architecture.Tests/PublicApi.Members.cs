using System.Reflection;
using System.Runtime.CompilerServices;

namespace Seq.Architecture.Tests;

internal static partial class PublicApi
{
    private static IEnumerable<string> MembersOf(Type type)
    {
        if (type.IsEnum)
        {
            return type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(value => $"{value.Name} = {value.GetRawConstantValue()}");
        }

        return IsDelegate(type)
            ? []
            : type.GetMembers(Declared).Select(member => Describe(member) is { } text ? Marks(member) + text : null).OfType<string>();
    }

    // Null: not offered, or said by another member.
    private static string? Describe(MemberInfo member) => member switch
    {
        FieldInfo field when IsOffered(field) => Field(field),
        PropertyInfo property => Property(property),
        EventInfo { AddMethod: { } add } @event when IsOffered(add) => $"{Modifiers(add)}event {TypeName(@event.EventHandlerType!)} {@event.Name}",
        ConstructorInfo { IsStatic: false } constructor when IsOffered(constructor) && !IsWrittenByTheCompiler(constructor) =>
            $"{Modifiers(constructor)}new{Parameters(constructor.GetParameters())}",
        MethodInfo method when IsOffered(method) && !IsAccessor(method) && !IsWrittenByTheCompiler(method) => Method(method),
        _ => null,
    };

    private static bool IsOffered(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsOffered(FieldInfo field) => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly;

    private static bool IsWrittenByTheCompiler(MethodBase method) => method.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);

    private static bool IsAccessor(MethodInfo method) => method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static string Field(FieldInfo field)
    {
        var modifiers = (field.IsPublic ? "" : "protected ")
            + (field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : ""))
            + (field.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "");
        return $"{modifiers}{TypeName(field.FieldType)} {field.Name}{(field.IsLiteral ? " = " + Literal(field.GetRawConstantValue()) : "")}";
    }

    private static string? Property(PropertyInfo property)
    {
        var accessors = new[] { property.GetMethod, property.SetMethod }.OfType<MethodInfo>().Where(IsOffered).ToArray();
        if (accessors.Length == 0 || property.Name == "EqualityContract")
        {
            return null;
        }

        var widest = accessors.FirstOrDefault(accessor => accessor.IsPublic) ?? accessors[0];
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        var indexes = property.GetIndexParameters();
        var name = indexes.Length == 0 ? property.Name : "this" + Parameters(indexes, '[', ']');
        var verbs = accessors.Select(accessor => (widest.IsPublic && !accessor.IsPublic ? "protected " : "") + Verb(property, accessor));
        return $"{Modifiers(widest)}{required}{ReturnType(property.GetMethod, property.PropertyType)} {name} {{ {string.Join("; ", verbs)}; }}";
    }

    private static string Verb(PropertyInfo property, MethodInfo accessor) =>
        accessor == property.GetMethod ? "get"
        : accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init"
        : "set";

    private static string Method(MethodInfo method)
    {
        var parameters = method.GetParameters();
        var extension = method.IsDefined(typeof(ExtensionAttribute), inherit: false) ? "this " : "";
        var generics = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(TypeName))}>" : "";
        return $"{Modifiers(method)}{ReturnType(method, method.ReturnType)} {method.Name}{generics}"
            + $"{Parameters(parameters, first: extension)}{Constraints(method)}";
    }

    private static string ReturnType(MethodInfo? method, Type type)
    {
        var readOnly = method?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.InteropServices.InAttribute)) == true;
        return (type.IsByRef ? readOnly ? "ref readonly " : "ref " : "") + TypeName(type);
    }

    private static string Modifiers(MethodBase method)
    {
        var access = method.IsPublic ? "" : "protected ";
        if (method.DeclaringType!.IsInterface)
        {
            return access + (method.IsStatic ? method.IsAbstract ? "static abstract " : "static " : method.IsAbstract ? "" : "virtual ");
        }

        var kind = method switch
        {
            { IsStatic: true } => "static ",
            { IsAbstract: true } => "abstract ",
            { IsVirtual: true, IsFinal: true } when !IsOverride(method) => "",
            { IsVirtual: true } when IsOverride(method) => method.IsFinal ? "sealed override " : "override ",
            { IsVirtual: true } => "virtual ",
            _ => "",
        };
        return access + kind;
    }

    private static bool IsOverride(MethodBase method) => method is MethodInfo info && info.GetBaseDefinition().DeclaringType != info.DeclaringType;
}
