namespace Seq.Train.Tests;

public sealed class ShortNumberTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.00044571, "0.0004457")]
    [InlineData(-0.99736, "-0.9974")]
    [InlineData(1.25, "1.25")]
    [InlineData(1271.5654, "1271.565")]
    [InlineData(29000, "29,000")]
    [InlineData(3e-7, "3e-7")]
    [InlineData(2.5e12, "2.5e+12")]
    [InlineData(double.NaN, "–")]
    public void Numbers_have_the_digits_that_count(double value, string text) => Assert.Equal(text, ShortNumber.Of(value));

    [Theory]
    [InlineData(1_500_000, "1.5M")]
    [InlineData(500_000, "500k")]
    [InlineData(1000, "1000")]
    [InlineData(0.2, "0.2")]
    public void Ticks_count_thousands_and_millions(double value, string text) => Assert.Equal(text, ShortNumber.OfTick(value));
}
