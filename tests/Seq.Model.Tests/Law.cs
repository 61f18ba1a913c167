using FsCheck;
using FsCheck.Fluent;

namespace Seq.Model.Tests;

/// <summary>Checks a claim on many generated cases, the same ones at every run.</summary>
internal static class Law
{
    internal static void Holds<T>(Gen<T> cases, Action<T> claim, int count = 1000)
    {
        var replay = new Replay(new Rnd(20260101, 17), null);
        Prop.ForAll(cases.ToArbitrary(), claim).Check(Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(replay).WithQuietOnSuccess(true));
    }
}
