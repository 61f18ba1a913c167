using static TorchSharp.Interop.Operator;

namespace TorchSharp;

public static partial class torch
{
    /// <content>Random draws, from the generator given or the default one.</content>
    public partial class Tensor
    {
        public Tensor bernoulli(Generator? generator = null) => One("bernoulli", this, generator);

        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => InPlace("bernoulli_.float", this, p, generator);

        public Tensor bernoulli_(Tensor p, Generator? generator = null) => InPlace("bernoulli_.Tensor", this, p, generator);

        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) =>
            One("multinomial", this, num_samples, replacement, generator);

        public Tensor uniform_(double @from, double to, Generator? generator = null) => InPlace("uniform_", this, @from, to, generator);

        public Tensor normal_(double mean = 0.0, double std = 1.0, Generator? generator = null) =>
            InPlace("normal_", this, mean, std, generator);

        public Tensor exponential_(double @lambda = 1.0, Generator? generator = null) => InPlace("exponential_", this, @lambda, generator);

        public Tensor random_(double @from, double to, Generator? generator = null) =>
            InPlace("random_.from", this, (long)@from, (long)to, generator);

        public Tensor log_normal_(double mean = 0.0, double std = 1.0, Generator? generator = null) =>
            InPlace("log_normal_", this, mean, std, generator);

        public Tensor geometric_(double p, Generator? generator = null) => InPlace("geometric_", this, p, generator);
    }
}
