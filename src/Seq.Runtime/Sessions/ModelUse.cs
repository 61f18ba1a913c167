namespace Seq.Runtime;

/// <summary>What keeps a model from being released.</summary>
internal enum ModelUse
{
    Call,
    Stream,
    Session,
    Lease,

    /// <summary>A step model that a call works with, of this model or of another one that decodes together with it.</summary>
    Steps,
}
