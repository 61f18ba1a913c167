using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Seq.Runtime;

/// <summary>Registers models with the services of an app.</summary>
public static class SeqModelServices
{
    /// <summary>
    /// Registers a model: a <see cref="SeqModelHost"/> as a keyed singleton, found by <c>[FromKeyedServices(name)]</c> and by
    /// <see cref="ISeqModelFactory"/>; the first one registered is also found without a key. It is opened and warmed up when the app's host starts, which fails if that does; without a
    /// host, or with <see cref="SeqModelHostOptions.OpenAtStart"/> off, when first asked for.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The name of the model, which is also its name in metrics, traces and logs.</param>
    /// <param name="configure">Sets the options; run once, now, so that faults show at the start of the app: that there is no bundle, too.</param>
    /// <exception cref="SeqModelOptionsException">Some options are missing or out of range, or there is no bundle; the exception lists them all.</exception>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public static IServiceCollection AddSeqModel(this IServiceCollection services, string name, Action<SeqModelHostOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new SeqModelHostOptions();
        configure(options);
        options.Validate();
        return services.Add(name, _ => options);
    }

    /// <summary>Registers a model whose options stand in the app's configuration; see the overload that sets them by code.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The name of the model.</param>
    /// <param name="section">The section, such as <c>configuration.GetSection("Models:Digits")</c>; its keys are those of <see cref="SeqModelHostOptions.FromConfiguration"/>. Read once, now.</param>
    /// <exception cref="SeqModelOptionsException">A key is unknown, or a value missing or out of range; the exception lists each with what is allowed.</exception>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public static IServiceCollection AddSeqModel(this IServiceCollection services, string name, IConfigurationSection section)
    {
        var options = SeqModelHostOptions.FromConfiguration(section);
        return services.Add(name, _ => options);
    }

    /// <summary>Registers a model whose options depend on other services, such as the app's configuration; see the overload without them.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The name of the model.</param>
    /// <param name="configure">Sets the options; run once, when the app's host starts or the model is first asked for, which throws <see cref="SeqModelOptionsException"/> for faults.</param>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public static IServiceCollection AddSeqModel(this IServiceCollection services, string name, Action<IServiceProvider, SeqModelHostOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return services.Add(name, provider =>
        {
            var options = new SeqModelHostOptions();
            configure(provider, options);
            return options;
        });
    }

    private static IServiceCollection Add(this IServiceCollection services, string name, Func<IServiceProvider, SeqModelHostOptions> optionsOf)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (services.Any(service => !service.IsKeyedService && service.ImplementationInstance is SeqModelRegistration registration && registration.Name == name))
        {
            throw new ArgumentException($"A model is registered as '{name}' already. Give each model a name of its own.", nameof(name));
        }

        services.AddSingleton(new SeqModelRegistration(name));
        services.AddKeyedSingleton(name, (provider, _) => new SeqModelSettings(optionsOf(provider)));
        services.AddKeyedSingleton(name, (provider, _) => Open(provider, name, provider.GetRequiredKeyedService<SeqModelSettings>(name).Options));
        services.TryAddSingleton(provider => provider.GetRequiredKeyedService<SeqModelHost>(name));
        services.TryAddSingleton<ISeqModelFactory, SeqModelFactory>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SeqModelStart>());
        return services;
    }

    private static SeqModelHost Open(IServiceProvider provider, string name, SeqModelHostOptions options)
    {
        options.Validate();
        return SeqModelHost.Open(new()
        {
            BundlePath = options.BundlePath,
            WarmUpSteps = options.WarmUpSteps,
            Model = options.Model with
            {
                Name = options.Model.Name ?? name,
                Logger = options.Model.Logger ?? provider.GetService<ILoggerFactory>()?.CreateLogger<SeqModel>(),
            },
        });
    }
}
