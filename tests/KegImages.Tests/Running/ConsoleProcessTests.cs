using KegImages.Commands;
using KegImages.Running;

namespace KegImages.Tests.Running;

public sealed class ConsoleProcessTests
{
    [Fact]
    public async Task Its_exit_code_is_the_command_s_and_its_variables_are_set()
    {
        var command = new Command("dotnet", "exec", "nothing-of-that-name.dll");

        (await ConsoleProcess.RunAsync(command with { Environment = command.Environment.Add("DOTNET_NOLOGO", "1")
            .Add("KEG_NOT_SET", null) }, default)).ShouldNotBe(0);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_named() =>
        (await Should.ThrowAsync<FailedException>(ConsoleProcess.RunAsync(new Command("no-such-program-here"),
            default))).Message.ShouldStartWith("'no-such-program-here' could not be started");
}
