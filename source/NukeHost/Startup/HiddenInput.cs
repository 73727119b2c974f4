using System.Text;

namespace Nuke.Common.Startup;

/// <summary>Reads a line that is not shown while it is typed.</summary>
internal static class HiddenInput
{
    public static string? ReadLine(HostEnvironment environment)
    {
        if (environment.In != Console.In || Console.IsInputRedirected)
            return environment.In.ReadLine();
        var text = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
                text.Length = Math.Max(0, text.Length - 1);
            else if (key.KeyChar != '\0')
                text.Append(key.KeyChar);
        }

        environment.Out.WriteLine();
        return text.ToString();
    }
}
