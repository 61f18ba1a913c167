using System.Security.Cryptography;

namespace Seq.Train;

/// <summary>Passes bytes on, and at their end checks their SHA-256 hash.</summary>
internal sealed class HashingStream : Stream
{
    private readonly Stream _inner;
    private readonly string _expected;
    private readonly string _name;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private bool _isChecked;

    /// <param name="inner">Where the bytes come from; closed with this.</param>
    /// <param name="expected">The hash in lower-case hexadecimal.</param>
    /// <param name="name">What to call the bytes in an error.</param>
    internal HashingStream(Stream inner, string expected, string name)
    {
        (_inner, _expected, _name) = (inner, expected, name);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The error of content that is not what was registered.</summary>
    internal static DataException Mismatch(string name, string found, string expected) => new(
        $"{name}: the content has the SHA-256 hash {found}, but {expected} is registered. The file was cut or changed: remove it and run `seq data get` again,"
        + " or give changed data by its path instead of the set's name.");

    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = _inner.Read(buffer);
        }
        catch (InvalidDataException exception)
        {
            throw new DataException($"{_name}: the compressed file is damaged. Remove it and run `seq data get` again.", exception);
        }

        _hash.AppendData(buffer[..read]);
        if (read == 0 && buffer.Length > 0 && !_isChecked)
        {
            _isChecked = true;
            var found = Convert.ToHexStringLower(_hash.GetHashAndReset());
            if (found != _expected)
            {
                throw Mismatch(_name, found, _expected);
            }
        }

        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }
}
