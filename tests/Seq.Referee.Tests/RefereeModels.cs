using Seq.Export;
using Seq.Model;
using Seq.Runtime;
using Seq.Tests;

namespace Seq.Referee.Tests;

/// <summary>The models of the referee, exported from their checkpoints and opened.</summary>
public sealed class RefereeModels : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, SeqModel> _models = [];

    public RefereeModels()
    {
        foreach (var name in Expectations.Seq2Seq.Models.Concat(Expectations.Words.Models))
        {
            BundleExporter.Export(Checkpoint.Open(Expectations.PathOf($"models/{name}")), _folder[name]);
            _models.Add(name, SeqModel.Open(_folder[name]));
        }
    }

    internal SeqModel this[string name] => _models[name];

    public void Dispose()
    {
        foreach (var model in _models.Values)
        {
            model.Dispose();
        }

        _folder.Dispose();
    }
}
