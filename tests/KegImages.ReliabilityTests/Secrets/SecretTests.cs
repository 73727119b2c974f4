using KegImages.EngineTests.Engine;

namespace KegImages.ReliabilityTests.Secrets;

/// <summary>Secrets are nowhere.</summary>
public sealed class SecretTests(EngineFixture engine, ITestOutputHelper output)
{
    [EngineFact]
    public async Task After_a_run_of_everything_no_secret_is_in_output_files_registry_or_command_lines()
    {
        var (searched, findings) = await new SecretRuns(engine.Endpoint).RunAsync(isWhole: false, CancellationToken.None);

        output.WriteLine($"{searched} places were searched");
        findings.ShouldBeEmpty();
        searched.ShouldBeGreaterThan(50);
    }

    [Theory]
    [InlineData("user:")]
    [InlineData("a user:")]
    [InlineData("the user:")]
    public void A_secret_is_found_in_the_open_and_in_any_base64(string before)
    {
        var secret = Planted.New("one");

        secret.IsIn(System.Text.Encoding.UTF8.GetBytes($"x{secret.Value}y")).ShouldBeTrue();
        secret.IsIn(System.Text.Encoding.UTF8.GetBytes(Convert
            .ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{before}{secret.Value}@host")))).ShouldBeTrue();
        secret.IsIn(System.Text.Encoding.UTF8.GetBytes(Planted.New("another").Value)).ShouldBeFalse();
    }
}
