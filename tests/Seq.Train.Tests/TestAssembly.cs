// libtorch has one random generator and one number of threads per process: trainings side by side would disturb each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
