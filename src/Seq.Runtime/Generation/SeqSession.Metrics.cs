using System.Diagnostics;

namespace Seq.Runtime;

/// <content>What metrics get to know of a session.</content>
public sealed partial class SeqSession
{
    private const string Operation = "session";

    /// <summary>Counts a step: a token for each hypothesis that goes into the result; of a beam, as many as it returns.</summary>
    /// <param name="live">The hypotheses that were live before the step.</param>
    /// <param name="goesOn">Whether there are steps left to take.</param>
    /// <returns><paramref name="goesOn"/>.</returns>
    private bool Count(int live, bool goesOn)
    {
        if (live > 0)
        {
            var tags = new TagList { { Instruments.ModelTag, _model.Name }, { Instruments.OperationTag, Operation } };
            Instruments.Tokens.Add(Math.Min(live, Search.HypothesisCount), tags);
            if (!goesOn)
            {
                Instruments.Sequences.Add(1, tags);
            }
        }

        return goesOn;
    }
}
