using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Seq.Cli;
using Seq.Cli.Output;

// The empty builder reads no configuration files and logs nowhere: starting is quick and standard output holds results only.
var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "seq" });
builder.Services.Configure<ConsoleLifetimeOptions>(options => options.SuppressStatusMessages = true);
builder.Services.AddSingleton(_ => Terminal.OfProcess());
builder.Services.AddSingleton<SeqCommandLine>();
using var host = builder.Build();

// The host's console lifetime turns Ctrl-C and SIGTERM into a request to stop, so that training can save a checkpoint first.
await host.StartAsync().ConfigureAwait(false);
var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
var exitCode = await host.Services.GetRequiredService<SeqCommandLine>().RunAsync(args, stopping).ConfigureAwait(false);
await host.StopAsync(CancellationToken.None).ConfigureAwait(false);
return exitCode;
