using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Seq.Architecture.Tests;

internal static partial class PublicApi
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(nint)] = "nint",
        [typeof(nuint)] = "nuint",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    // With its namespace: where a type stands is part of the API.
    private static string FullName(Type type) => type.Namespace is { } space && !type.IsGenericParameter ? $"{space}.{TypeName(type)}" : TypeName(type);

    // As it reads in code that has the usings.
    private static string TypeName(Type type)
    {
        if (type.HasElementType)
        {
            var element = TypeName(type.GetElementType()!);
            return type.IsArray ? $"{element}[{new string(',', type.GetArrayRank() - 1)}]" : type.IsPointer ? element + "*" : element;
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return TypeName(underlying) + "?";
        }

        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        var arguments = type.GetGenericArguments();
        if (type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true)
        {
            return $"({string.Join(", ", arguments.Select(TypeName))})";
        }

        // A nested type's arguments begin with those of the type around it.
        var outer = type.DeclaringType is null ? 0 : type.DeclaringType.GetGenericArguments().Length;
        var own = arguments.Skip(outer).ToArray();
        var around = type.DeclaringType switch
        {
            null => "",
            { IsGenericTypeDefinition: true } definition => TypeName(definition.MakeGenericType(arguments[..outer])) + ".",
            { } plain => TypeName(plain) + ".",
        };
        return around + type.Name.Split('`')[0] + (own.Length == 0 ? "" : $"<{string.Join(", ", own.Select(TypeName))}>");
    }

    private static string Parameters(ParameterInfo[] parameters, char open = '(', char close = ')', string first = "") =>
        open + (parameters.Length == 0 ? "" : first) + string.Join(", ", parameters.Select(Parameter)) + close;

    private static string Parameter(ParameterInfo parameter)
    {
        var kind = parameter switch
        {
            { IsOut: true, ParameterType.IsByRef: true } => "out ",
            { ParameterType.IsByRef: true } => parameter.IsDefined(typeof(IsReadOnlyAttribute)) ? "in "
                : parameter.IsDefined(typeof(RequiresLocationAttribute)) ? "ref readonly " : "ref ",
            _ => parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) ? "params " : "",
        };
        return $"{kind}{TypeName(parameter.ParameterType)} {parameter.Name}{Default(parameter)}";
    }

    private static string Default(ParameterInfo parameter)
    {
        if (!parameter.HasDefaultValue)
        {
            return "";
        }

        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        var value = parameter.RawDefaultValue;
        var text = value is null && parameter.ParameterType.IsValueType && type == parameter.ParameterType ? "default"
            : value is not null && type.IsEnum ? $"{TypeName(type)}.{Enum.ToObject(type, value)}"
            : Literal(value);
        return $" = {text}";
    }

    private static string Literal(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        char character => $"'{character}'",
        bool truth => truth ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string Constraints(MemberInfo member)
    {
        var parameters = member is Type type ? type.GetGenericArguments() : ((MethodInfo)member).GetGenericArguments();
        return string.Concat(parameters.Where(parameter => parameter.IsGenericParameter).Select(Constraint));
    }

    private static string Constraint(Type parameter)
    {
        var attributes = parameter.GenericParameterAttributes;
        var isStruct = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        var isUnmanaged = parameter.GetCustomAttributesData().Any(attribute => attribute.AttributeType.Name == "IsUnmanagedAttribute");
        List<string> rules = [];
        if (attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
        {
            rules.Add("class");
        }

        if (isStruct)
        {
            rules.Add(isUnmanaged ? "unmanaged" : "struct");
        }

        rules.AddRange(parameter.GetGenericParameterConstraints().Where(rule => rule != typeof(ValueType)).Select(TypeName).Order(StringComparer.Ordinal));
        if (attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct)
        {
            rules.Add("new()");
        }

        return rules.Count == 0 ? "" : $" where {parameter.Name} : {string.Join(", ", rules)}";
    }
}
