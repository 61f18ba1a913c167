using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Seq.Runtime;

/// <summary>Opens and warms the models of an app when it starts, one after the other; an app whose model cannot be opened does not start.</summary>
internal sealed class SeqModelStart(IServiceProvider services, IEnumerable<SeqModelRegistration> registrations) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var registration in registrations)
        {
            if (services.GetRequiredKeyedService<SeqModelSettings>(registration.Name).Options.OpenAtStart)
            {
                await Task.Run(() => services.GetRequiredKeyedService<SeqModelHost>(registration.Name), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask; // The services are disposed with the app.
}
