using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Seq.Runtime;

/// <summary>
/// Whether a model of the app can answer: it runs one step. Degraded when it fell back to another provider or its last swap failed; unhealthy when it
/// cannot be opened.
/// </summary>
public sealed class SeqModelHealthCheck : IHealthCheck
{
    private readonly Func<SeqModelHost> _hostOf;

    /// <param name="host">The model's host.</param>
    public SeqModelHealthCheck(SeqModelHost host)
        : this(() => host) => ArgumentNullException.ThrowIfNull(host);

    private SeqModelHealthCheck(Func<SeqModelHost> hostOf) => _hostOf = hostOf;

    /// <summary>The registration for <c>services.AddHealthChecks().Add(…)</c>.</summary>
    /// <param name="name">The name that <see cref="SeqModelServices.AddSeqModel(IServiceCollection, string, Action{SeqModelHostOptions})"/> was given; also the check's.</param>
    /// <param name="tags">Tags of the check; null for none.</param>
    public static HealthCheckRegistration For(string name, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new(name, services => new SeqModelHealthCheck(() => services.GetRequiredKeyedService<SeqModelHost>(name)), failureStatus: null, tags);
    }

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var host = _hostOf(); // A model that is not open yet is opened now, and if it cannot be, that is what the check has to tell.
            using var lease = host.Lend();
            lease.Model.TakeSteps(steps: 1, cancellationToken);
            var data = new Dictionary<string, object>
            {
                ["bundle"] = lease.Model.BundlePath,
                ["kind"] = lease.Model.Description.Kind,
                ["provider"] = lease.Model.ProviderUsed.ToString(),
                ["swaps"] = host.Swaps,
            };
            var problem = lease.Model.ProviderUsed.FallbackReason is { } reason ? $"It runs on {lease.Model.ProviderUsed.Name}: {reason}"
                : host.LastSwapFailure is { } failure ? $"The last swap failed: {failure.Message}"
                : null;
            return Task.FromResult(problem is null ? HealthCheckResult.Healthy("It takes steps.", data) : HealthCheckResult.Degraded(problem, host.LastSwapFailure, data));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return Task.FromResult(new HealthCheckResult(context?.Registration?.FailureStatus ?? HealthStatus.Unhealthy, exception.Message, exception));
        }
    }
}
