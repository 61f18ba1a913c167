using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Seq.Model;

/// <summary>Reads a safetensors file: the header at once, each tensor when asked for.</summary>
/// <remarks>Format: 8 bytes little-endian header length, JSON header, data (github.com/huggingface/safetensors).</remarks>
public sealed class SafetensorsFile : IDisposable
{
    private readonly FileStream _file;
    private readonly long _dataStart;
    private readonly Dictionary<string, SafetensorsEntry> _byName;
    private readonly List<SafetensorsEntry> _entries;
    private readonly SortedDictionary<string, string> _metadata;

    private SafetensorsFile(string path, FileStream file)
    {
        FilePath = path;
        _file = file;
        Span<byte> prefix = stackalloc byte[8];
        if (file.Length < 8)
        {
            throw SafetensorsHeader.Bad(path, $"The file has {file.Length} bytes; even an empty safetensors file has 10.");
        }

        file.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > SafetensorsHeader.MaxBytes || (long)length > file.Length - 8)
        {
            throw SafetensorsHeader.Bad(path, $"The header claims {length} bytes, but the file has {file.Length} in all and {SafetensorsHeader.MaxBytes} are allowed.");
        }

        var header = new byte[length];
        file.ReadExactly(header);
        _dataStart = 8 + (long)length;
        (_entries, _metadata) = SafetensorsHeader.Parse(path, header, file.Length - _dataStart);
        _byName = _entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
    }

    /// <summary>The file.</summary>
    public string FilePath { get; }

    /// <summary>All tensors, in the order of the header.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries => _entries;

    /// <summary>The free-form strings of the header's <c>__metadata__</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>Opens a file and checks its whole header.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFormatException">The file is missing or not a safetensors file; nothing larger than the header was allocated.</exception>
    public static SafetensorsFile Open(string path)
    {
        var file = BoundedFile.Open(path);
        try
        {
            return new(path, file);
        }
        catch (EndOfStreamException exception)
        {
            file.Dispose();
            throw SafetensorsHeader.Bad(path, "The file shrank while it was read.", exception);
        }
        catch (IOException exception)
        {
            file.Dispose();
            throw BoundedFile.Unreadable(path, exception);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Finds a tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ModelFormatException">The file has no such tensor.</exception>
    public SafetensorsEntry Find(string name) => _byName.TryGetValue(name, out var entry)
        ? entry
        : throw SafetensorsHeader.Bad(FilePath, $"There is no tensor '{name}' among the {_entries.Count} of the file.");

    /// <summary>Whether the file has a tensor.</summary>
    /// <param name="name">Its name.</param>
    public bool Contains(string name) => _byName.ContainsKey(name);

    /// <summary>Reads a tensor.</summary>
    /// <typeparam name="T">float, double, int, long, byte or bool; must be the tensor's own type.</typeparam>
    /// <param name="name">The tensor's name.</param>
    /// <returns>The elements, row-major.</returns>
    /// <exception cref="ModelFormatException">There is no such tensor, or it has another type.</exception>
    public T[] Read<T>(string name)
        where T : unmanaged
    {
        var entry = Find(name);
        if (TensorTypes.Of<T>() != entry.Type)
        {
            throw SafetensorsHeader.Bad(FilePath, $"Tensor '{name}' holds {entry.Type.SafetensorsName()}; {TensorTypes.Of<T>().SafetensorsName()} is needed here.");
        }

        if (entry.ElementCount > Array.MaxLength)
        {
            throw SafetensorsHeader.Bad(FilePath, $"Tensor '{name}' has {entry.ElementCount} elements; at most {Array.MaxLength} can be read at once.");
        }

        var data = new T[entry.ElementCount];
        ReadBytes(entry, data);
        if (data is bool[] && MemoryMarshal.AsBytes<T>(data).ContainsAnyExceptInRange((byte)0, (byte)1))
        {
            throw SafetensorsHeader.Bad(FilePath, $"Tensor '{name}' holds truth values other than 0 and 1.");
        }

        return data;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void ReadBytes<T>(SafetensorsEntry entry, T[] data)
        where T : unmanaged
    {
        // A span counts at most 2^31 bytes, an array 2^31 elements: read in pieces.
        const int Piece = 1 << 26;
        for (var done = 0; done < data.Length; done += Piece)
        {
            var bytes = MemoryMarshal.AsBytes(data.AsSpan(done, Math.Min(Piece, data.Length - done)));
            var offset = _dataStart + entry.Begin + ((long)done * entry.Type.ByteSize());
            while (bytes.Length > 0)
            {
                var read = RandomAccess.Read(_file.SafeFileHandle, bytes, offset);
                if (read == 0)
                {
                    throw SafetensorsHeader.Bad(FilePath, $"The file ends inside tensor '{entry.Name}'.");
                }

                bytes = bytes[read..];
                offset += read;
            }
        }
    }
}
