using System.Collections;
using System.Diagnostics.CodeAnalysis;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
#nullable disable
            public static ModuleDict<Module> ModuleDict(params (string, Module)[] modules) => ModuleDict<Module>(modules);

            public static ModuleDict<T> ModuleDict<T>(params (string, T)[] modules)
                where T : Module
            {
                var dictionary = new ModuleDict<T>();
                foreach (var (name, module) in modules)
                {
                    dictionary.Add(name, module);
                }

                return dictionary;
            }
#nullable restore
        }
    }
}

namespace TorchSharp.Modules
{
#nullable disable
    /// <summary>Modules by name, in the order in which they came.</summary>
    public class ModuleDict<T> : nn.Module, IDictionary<string, T>, IList<(string, T)>
        where T : nn.Module
    {
        private readonly OrderedDict<string, T> _modules = [];
        private bool _listed;

        public ModuleDict()
            : base("ModuleDict")
        {
        }

        public bool IsReadOnly => false;

        public ICollection<string> Keys => _modules.Keys;

        public ICollection<T> Values => _modules.Values;

        public int Count => _modules.Count;

        public (string, T) this[int index]
        {
            get => _modules[index];
            set => _modules[index] = value;
        }

        public T this[string key]
        {
            get => _modules[key];
            set => _modules[key] = value;
        }

        public void clear() => _modules.clear();

        public IEnumerator<(string, T)> items() => GetEnumerator();

        public IEnumerable<string> keys() => Keys;

        public IEnumerable<T> values() => Values;

        public void Add((string, T) item) => _modules.Add(item);

        public void Add(string key, T value) => _modules.Add(key, value);

        public void Add(KeyValuePair<string, T> item) => _modules.Add(item);

        public bool Contains((string, T) item) => _modules.Contains(item);

        public bool Contains(KeyValuePair<string, T> item) => _modules.Contains(item);

        public bool ContainsKey(string key) => _modules.ContainsKey(key);

        public void CopyTo((string, T)[] array, int arrayIndex) => _modules.CopyTo(array, arrayIndex);

        public void CopyTo(KeyValuePair<string, T>[] array, int arrayIndex) => _modules.CopyTo(array, arrayIndex);

        public int IndexOf((string, T) item) => _modules.IndexOf(item);

        public void Insert(int index, (string, T) item) => _modules.Insert(index, item);

        public bool Remove((string, T) item) => _modules.Remove(item);

        public bool Remove(string key) => _modules.Remove(key);

        public bool Remove(KeyValuePair<string, T> item) => _modules.Remove(item);

        public void RemoveAt(int index) => _modules.RemoveAt(index);

#nullable enable
        public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value) => _modules.TryGetValue(key, out value);
#nullable disable

        public void Clear() => _modules.Clear();

        public IEnumerator<(string, T)> GetEnumerator() => _modules.GetEnumerator();

        IEnumerator<KeyValuePair<string, T>> IEnumerable<KeyValuePair<string, T>>.GetEnumerator() =>
            ((IEnumerable<KeyValuePair<string, T>>)_modules).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        /// <summary>Runs once, when the dictionary becomes part of a module; what changes later is not registered.</summary>
        protected override void RegisterComponents()
        {
            if (_listed)
            {
                return;
            }

            foreach (var (name, module) in _modules)
            {
                register_module(name, module);
            }

            _listed = true;
        }
    }
#nullable restore
}
