using System.Reflection;
using TorchSharp.Utils;

namespace TorchSharp.Utils
{
#nullable disable
    /// <summary>The name under which a field's module, parameter or buffer is registered, when it is not the field's own.</summary>
    [AttributeUsage(AttributeTargets.Field)]
    public class ComponentNameAttribute : Attribute
    {
        public string Name { get; set; }
    }
#nullable restore
}

namespace TorchSharp
{
    public static class FieldInfoExtensionMethods
    {
        public static string ComponentName(this FieldInfo field) => field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name;
    }
}
