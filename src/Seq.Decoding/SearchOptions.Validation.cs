namespace Seq.Decoding;

public sealed partial record SearchOptions
{
    /// <summary>Checks what can be checked without a model.</summary>
    /// <exception cref="SearchOptionsException">Some options are out of range or without effect; the exception lists them all.</exception>
    public void Validate() => Throw(FindProblems());

    /// <summary>Checks the options for a model; a <see cref="Decoder"/> does it before the first step.</summary>
    /// <param name="vocabularySize">The number of tokens of the model.</param>
    /// <exception cref="SearchOptionsException">Some options are out of range or without effect; the exception lists them all.</exception>
    public void Validate(int vocabularySize) => Throw(FindProblems().Concat(FindProblems(vocabularySize)));

    /// <summary>These options, found valid, with lists of their own that nobody can change.</summary>
    internal SearchOptions Frozen()
    {
        Validate();
        return this with
        {
            EndTokens = [.. EndTokens],
            StopSequences = [.. StopSequences.Select(sequence => sequence.ToArray())],
            Processors = [.. Processors],
        };
    }

    /// <summary>Checks the options for a model: its vocabulary, and whether it has the attention that they ask for.</summary>
    internal void Validate(IStepModel model)
    {
        var problems = FindProblems().Concat(FindProblems(model.VocabularySize));
        var hasAttention = model is IAttentionModel { HasAttention: true };
        Throw(hasAttention ? problems : problems.Concat(FindAttentionProblems()));
    }

    /// <summary>More hypotheses or alternatives of an input are a mistake, and would end in an OutOfMemoryException that names nothing.</summary>
    private const int MostPerInput = 1 << 20;

    private static void Throw(IEnumerable<string> problems)
    {
        string[] all = [.. problems];
        if (all.Length > 0)
        {
            throw new SearchOptionsException(all);
        }
    }

    private IEnumerable<string> FindProblems() =>
        FindRangeProblems().Concat(FindRatioProblems()).Concat(FindCombinationProblems()).Concat(FindStochasticProblems()).Concat(FindAlternativeProblems()).Concat(Sampling?.FindProblems() ?? []);

    private IEnumerable<string> FindRangeProblems()
    {
        if (BeamSize < 1)
        {
            yield return $"BeamSize is {BeamSize}; it must be at least 1, which is greedy search.";
        }

        if (HypothesisCount < 1)
        {
            yield return $"HypothesisCount is {HypothesisCount}; it must be at least 1.";
        }

        foreach (var (name, value) in new[] { (nameof(BeamSize), BeamSize), (nameof(HypothesisCount), HypothesisCount), (nameof(AlternativeCount), AlternativeCount) })
        {
            if (value > MostPerInput)
            {
                yield return $"{name} is {value}; it may be {MostPerInput} at the most.";
            }
        }

        if (MaxLength < 1)
        {
            yield return $"MaxLength is {MaxLength}; it must be at least 1.";
        }

        if (MinLength < 0)
        {
            yield return $"MinLength is {MinLength}; it must be at least 0.";
        }

        if (MinLength > MaxLength)
        {
            yield return $"MinLength is {MinLength}, above MaxLength {MaxLength}; raise MaxLength or lower MinLength.";
        }

        if (BeamGroups < 1)
        {
            yield return $"BeamGroups is {BeamGroups}; it must be at least 1, which is one beam.";
        }

        if (!double.IsFinite(DiversityPenalty) || DiversityPenalty < 0)
        {
            yield return FormattableString.Invariant($"DiversityPenalty is {DiversityPenalty}; it must be finite and at least 0.");
        }

        if (!double.IsFinite(Patience) || Patience <= 0)
        {
            yield return FormattableString.Invariant($"Patience is {Patience}; it must be finite and above 0.");
        }

        if (!Enum.IsDefined(EarlyStopping))
        {
            yield return $"EarlyStopping is {(int)EarlyStopping}, which is none of its values.";
        }

        if (EndTokens is null)
        {
            yield return "EndTokens is null; use an empty list when only the length ends a hypothesis.";
        }

        if (StopSequences is null || StopSequences.Any(sequence => sequence is null || sequence.Count == 0))
        {
            yield return "StopSequences is null or contains an empty sequence; use an empty list when there are none.";
        }

        if (AlternativeCount < 0)
        {
            yield return $"AlternativeCount is {AlternativeCount}; it must be at least 0.";
        }

        if (Processors is null || Processors.Contains(null!))
        {
            yield return "Processors is null or contains null; use an empty list when there are none.";
        }
    }

    private IEnumerable<string> FindCombinationProblems()
    {
        if (Sampling is not null && BeamSize > 1 && StochasticBeam is null)
        {
            yield return $"Sampling is set while BeamSize is {BeamSize}; beam search draws nothing at random, so temperature, top-k, top-p, "
                + "min-p and seed would have no effect. Set BeamSize to 1 for sampling, or Sampling to null for beam search.";
        }

        if (Sampling is null && AlternativesAt is null && BeamSize >= 1 && HypothesisCount > BeamSize)
        {
            yield return $"HypothesisCount is {HypothesisCount}, but BeamSize is {BeamSize}: a beam holds no more hypotheses than its size. "
                + "Raise BeamSize, or set Sampling for independent samples.";
        }

        if (BeamGroups > 1 && BeamSize % BeamGroups != 0)
        {
            yield return $"BeamSize is {BeamSize}, which {BeamGroups} BeamGroups do not divide into equal groups. Make it a multiple.";
        }

        if (BeamGroups > 1 && DiversityPenalty == 0)
        {
            yield return $"BeamGroups is {BeamGroups}, but DiversityPenalty is 0: all groups would find the same. Set both, or leave both out.";
        }

        if (BeamGroups == 1 && DiversityPenalty > 0)
        {
            yield return FormattableString.Invariant($"DiversityPenalty is {DiversityPenalty}, but BeamGroups is 1: it acts between groups. ")
                + "Set both, or leave both out.";
        }

        if (BeamSize == 1 && EarlyStopping != EarlyStopping.WhenNoBetterPossible)
        {
            yield return $"EarlyStopping is {EarlyStopping}, but BeamSize is 1: only beam search reads it. Raise BeamSize or leave EarlyStopping out.";
        }

        if (Patience != 1 && (BeamSize == 1 || EarlyStopping != EarlyStopping.WhenBeamFull))
        {
            yield return FormattableString.Invariant($"Patience is {Patience}, which only beam search with EarlyStopping.WhenBeamFull reads. ")
                + "Set both, or leave Patience out.";
        }
        else if (BeamSize > 1 && double.IsFinite(Patience) && Patience > 0 && HypothesisCount <= BeamSize && FinishedTarget * (long)BeamGroups < HypothesisCount)
        {
            yield return FormattableString.Invariant($"Patience {Patience} stops a beam of {BeamSize} at {FinishedTarget * BeamGroups} ended hypotheses, ")
                + $"but HypothesisCount is {HypothesisCount}. Raise Patience or lower HypothesisCount.";
        }

        foreach (var sequence in StopSequences ?? [])
        {
            if (sequence is not null && sequence.Intersect(EndTokens ?? []).ToArray() is [var token, ..])
            {
                yield return $"StopSequences has [{string.Join(", ", sequence)}], but a hypothesis ends with its token {token} already. Leave the sequence out.";
            }
        }

        if (Sampling is { TopK: 1 } && (HypothesisCount > 1 || Sampling != new SamplingOptions { TopK = 1, Seed = Sampling.Seed }))
        {
            yield return "Sampling.TopK is 1, which leaves the likeliest token alone: temperature, other filters and further samples have no effect. Leave Sampling null, or raise TopK.";
        }

        if (MinLength > 0 && EndTokens is { Count: 0 })
        {
            yield return $"MinLength is {MinLength}, but there are no EndTokens that it could hold back. Set MaxLength for a fixed length.";
        }
    }

    private IEnumerable<string> FindRatioProblems()
    {
        foreach (var (name, value) in new[] { (nameof(MinLengthRatio), MinLengthRatio), (nameof(MaxLengthRatio), MaxLengthRatio) })
        {
            if (value is { } ratio && !(double.IsFinite(ratio) && ratio > 0))
            {
                yield return FormattableString.Invariant($"{name} is {ratio}; it must be finite and above 0. Leave it null to set no such limit.");
            }
        }

        if (MinLengthRatio > MaxLengthRatio)
        {
            yield return FormattableString.Invariant($"MinLengthRatio is {MinLengthRatio}, above MaxLengthRatio {MaxLengthRatio}; raise the maximum or lower the minimum.");
        }

        if (MinLengthRatio is not null && EndTokens is { Count: 0 })
        {
            yield return "MinLengthRatio is set, but there are no EndTokens that it could hold back. Set MaxLengthRatio for a fixed length.";
        }
    }

    private IEnumerable<string> FindStochasticProblems()
    {
        if (StochasticBeam is null)
        {
            yield break;
        }

        if (BeamSize == 1)
        {
            yield return "StochasticBeam is set, but BeamSize is 1, and one hypothesis alone has none to differ from. Raise BeamSize, or set Sampling for one sample.";
        }

        if (Sampling is not null)
        {
            yield return "StochasticBeam and Sampling are both set; the first draws without replacement, the second with. Keep one of them.";
        }

        if (BeamGroups > 1)
        {
            yield return $"StochasticBeam is set while BeamGroups is {BeamGroups}; its hypotheses differ anyway. Leave BeamGroups out.";
        }

        if (EarlyStopping != EarlyStopping.WhenNoBetterPossible)
        {
            yield return $"StochasticBeam is set while EarlyStopping is {EarlyStopping}; it goes on until all its hypotheses have ended. Leave EarlyStopping out.";
        }
    }

    private IEnumerable<string> FindAlternativeProblems()
    {
        if (AlternativesAt is not { } step)
        {
            yield break;
        }

        if (step < 0 || step >= MaxLength)
        {
            yield return $"AlternativesAt is {step}; it must be at least 0 and below MaxLength, which is {MaxLength}.";
        }

        if (BeamSize > 1 || Sampling is not null)
        {
            yield return "AlternativesAt is set together with a beam or Sampling; it is greedy search that parts there. Set BeamSize to 1 and leave Sampling out.";
        }

        if (HypothesisCount == 1)
        {
            yield return "AlternativesAt is set, but HypothesisCount is 1: there is no alternative to return. Raise HypothesisCount, or leave AlternativesAt out.";
        }
    }

    private IEnumerable<string> FindAttentionProblems()
    {
        if (KeepAttention)
        {
            yield return "KeepAttention is set, but the model has no attention. Leave it out, or decode with a model that is an IAttentionModel.";
        }

        if (!CoveragePenalty.IsNone)
        {
            yield return $"CoveragePenalty is {CoveragePenalty}, but the model has no attention to tell what is covered. Leave it out, or decode with a model that is an IAttentionModel.";
        }
    }

    private IEnumerable<string> FindProblems(int vocabularySize)
    {
        if ((uint)StartToken >= (uint)vocabularySize)
        {
            yield return $"StartToken is {StartToken}, but the model's tokens go from 0 to {vocabularySize - 1}.";
        }

        foreach (var token in EndTokens ?? [])
        {
            if ((uint)token >= (uint)vocabularySize)
            {
                yield return $"EndTokens contains {token}, but the model's tokens go from 0 to {vocabularySize - 1}.";
            }
        }

        foreach (var token in (StopSequences ?? []).SelectMany(sequence => sequence ?? []))
        {
            if ((uint)token >= (uint)vocabularySize)
            {
                yield return $"StopSequences contains {token}, but the model's tokens go from 0 to {vocabularySize - 1}.";
            }
        }

        foreach (var processor in Processors ?? [])
        {
            if (processor?.FindProblem(vocabularySize) is { } problem)
            {
                yield return problem;
            }
        }
    }
}
