// The default generator, the default type and the number of threads belong to the process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
