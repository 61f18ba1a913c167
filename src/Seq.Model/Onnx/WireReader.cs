using System.Text;

namespace Seq.Model;

/// <summary>Reads the wire format of protobuf from a stream, never beyond the message it is in. Every failure names the file and the byte.</summary>
internal sealed class WireReader
{
    internal const int Varint = 0;
    internal const int Fixed64 = 1;
    internal const int Bytes = 2;
    internal const int Fixed32 = 5;

    private const int MaxTextBytes = 64 << 10;
    private const long MaxTotalText = 64L << 20;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _path;
    private readonly Stream _file;
    private readonly byte[] _buffer = new byte[32 << 10];
    private readonly byte[] _text = new byte[MaxTextBytes];
    private int _next;
    private int _filled;
    private long _bufferStart;
    private long _textBytes;
    private int _elements;

    internal WireReader(string path, Stream file)
    {
        (_path, _file) = (path, file);
        End = file.Length;
    }

    /// <summary>Where the message being read ends.</summary>
    internal long End { get; private set; }

    internal long Position => _bufferStart + _next;

    internal ModelFormatException Bad(string problem) =>
        new(_path, $"This is not a sound ONNX file: {problem}", "It was cut or changed, or is no ONNX file; restore it from the original model, or export the model again.");

    /// <summary>Counts something that is kept in memory.</summary>
    internal void Count()
    {
        if (++_elements > OnnxFileCheck.MaxElements)
        {
            throw Bad($"it lists more than {OnnxFileCheck.MaxElements} nodes, values and dimensions.");
        }
    }

    /// <summary>The next field of the message, or false at its end.</summary>
    internal bool TryReadField(out int number, out int wire)
    {
        number = wire = 0;
        if (Position == End)
        {
            return false;
        }

        var tag = ReadVarint();
        (number, wire) = ((int)(tag >> 3), (int)(tag & 7));
        return tag <= uint.MaxValue && number > 0 && wire is Varint or Fixed64 or Bytes or Fixed32
            ? true
            : throw Bad($"at byte {Position} no field begins.");
    }

    internal ulong ReadVarint()
    {
        ulong result = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var value = ReadByte();
            result |= (ulong)(value & 0x7f) << shift;
            if (value < 0x80)
            {
                return result;
            }
        }

        throw Bad($"at byte {Position} a number has more than 64 bits.");
    }

    internal long ReadInt64(string what, int wire) => (long)Expect(what, wire, Varint).ReadVarint();

    /// <summary>Little-endian, as everywhere in protobuf.</summary>
    internal long ReadFixed64()
    {
        ulong result = 0;
        for (var shift = 0; shift < 64; shift += 8)
        {
            result |= (ulong)ReadByte() << shift;
        }

        return (long)result;
    }

    /// <summary>The number of bytes that follow.</summary>
    internal long ReadLength(string what, int wire)
    {
        var length = Expect(what, wire, Bytes).ReadVarint();
        return length <= (ulong)(End - Position)
            ? (long)length
            : throw Bad($"at byte {Position} {what} claims {length} bytes, but its message has {End - Position} left.");
    }

    /// <summary>Reads a nested message.</summary>
    internal void ReadMessage(string what, int wire, Action read)
    {
        var length = ReadLength(what, wire);
        var outer = End;
        End = Position + length;
        read();
        End = outer;
    }

    internal string ReadText(string what, int wire)
    {
        var length = ReadLength(what, wire);
        _textBytes += length;
        if (length > MaxTextBytes || _textBytes > MaxTotalText)
        {
            throw Bad($"{what} has {length} bytes; names of at most {MaxTextBytes} bytes, and {MaxTotalText} together, are read.");
        }

        for (var i = 0; i < length; i++)
        {
            _text[i] = ReadByte();
        }

        try
        {
            return Utf8.GetString(_text, 0, (int)length);
        }
        catch (DecoderFallbackException)
        {
            throw Bad($"{what} at byte {Position} is not UTF-8.");
        }
    }

    /// <summary>Passes over a field.</summary>
    internal void Skip(int wire)
    {
        switch (wire)
        {
            case Varint:
                ReadVarint();
                break;
            case Bytes:
                SkipBytes(ReadLength("a field", wire));
                break;
            default:
                SkipBytes(Take(wire == Fixed64 ? 8 : 4));
                break;
        }
    }

    internal void SkipBytes(long count)
    {
        if (count <= _filled - _next)
        {
            _next += (int)count;
            return;
        }

        _bufferStart = Position + count;
        _file.Position = _bufferStart;
        _next = _filled = 0;
    }

    internal WireReader Expect(string what, int wire, int expected) =>
        wire == expected ? this : throw Bad($"at byte {Position} {what} has the wire type {wire} instead of {expected}.");

    private int Take(int count) => End - Position >= count ? count : throw Bad($"it ends within a number at byte {Position}.");

    private byte ReadByte()
    {
        if (Position >= End)
        {
            throw Bad($"a message ends within a number at byte {Position}.");
        }

        if (_next == _filled)
        {
            _bufferStart += _filled;
            _next = 0;
            _filled = _file.Read(_buffer);
            if (_filled == 0)
            {
                throw Bad("the file shrank while it was read.");
            }
        }

        return _buffer[_next++];
    }
}
