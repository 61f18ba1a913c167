namespace Seq.Train;

/// <summary>Everything that decides the course of a training, with its default. Equal settings on one machine give equal weights.</summary>
public sealed partial record TrainingSettings
{
    /// <summary>Name of the preset that these settings started from.</summary>
    public required string Preset { get; init; }

    /// <summary>What the model learns to do.</summary>
    public required TaskKind Task { get; init; }

    /// <summary>Shape of the model.</summary>
    public ModelSettings Model { get; init; } = new();

    /// <summary>What the first weights are.</summary>
    public InitialisationSettings Initialisation { get; init; } = new();

    /// <summary>What is learned from.</summary>
    public required DataSettings Data { get; init; }

    /// <summary>What is minimised.</summary>
    public LossSettings Loss { get; init; } = new();

    /// <summary>How gradients change the weights.</summary>
    public OptimizerSettings Optimizer { get; init; } = new();

    /// <summary>How the learning rate changes.</summary>
    public ScheduleSettings Schedule { get; init; } = new();

    /// <summary>Averaging of the weights.</summary>
    public AverageSettings Average { get; init; } = new();

    /// <summary>What keeps the model from learning its data by heart.</summary>
    public RegularisationSettings Regularisation { get; init; } = new();

    /// <summary>When the training is complete.</summary>
    public StopSettings Stop { get; init; } = new();

    /// <summary>When and by what the model is validated.</summary>
    public ValidationSettings Validation { get; init; } = new() { EveryEpochs = 1 };

    /// <summary>Seed of the initial weights, the order of the data and dropout.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads of libtorch: what models of this size are fastest with.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Where the model is computed: <c>cpu</c>, <c>cuda</c>, or <c>cuda:1</c> and so on.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Checks the settings.</summary>
    /// <exception cref="TrainingSettingsException">Some are out of range or have no effect; every problem is listed.</exception>
    public void Validate() => Refuse([.. Problems(), .. Ineffective().Select(setting => setting.Problem)]);

    /// <summary>Checks the settings of a run that is there already: what has no effect did no harm, and is let pass.</summary>
    /// <exception cref="TrainingSettingsException">Some are out of range; every problem is listed.</exception>
    internal void ValidateRanges() => Refuse([.. Problems()]);

    private static void Refuse(IReadOnlyList<string> problems)
    {
        if (problems.Count > 0)
        {
            throw new TrainingSettingsException(problems);
        }
    }

    private IEnumerable<string> Problems() =>
    [
        .. Model.Problems(Task), .. Initialisation.Problems(), .. Data.Problems(Task), .. Loss.Problems(), .. Optimizer.Problems(), .. Schedule.Problems(), .. Average.Problems(),
        .. Regularisation.Problems(), .. Stop.Problems(), .. Validation.Problems(), .. OwnProblems(),
    ];

    private IEnumerable<string> OwnProblems()
    {
        if (Data.Source == DataSettings.Digits && (Stop.Epochs is not null || Validation.EveryEpochs is not null))
        {
            yield return "data.source digits has no end, and so no epochs; use stop.samples and validation.every_samples.";
        }

        if (Threads is < 1 or > 1_024)
        {
            yield return $"threads is {Threads}; it must lie between 1 and 1024.";
        }

        if (DeviceChoice.Parse(Device) is null)
        {
            yield return $"device is '{Device}'; use cpu, cuda or cuda:N.";
        }
    }
}
