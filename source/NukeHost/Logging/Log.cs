using Nuke.Common;
using Nuke.Common.Output;

// NUKE brings Serilog along, and build classes call its Log. The same calls compile here without the package.
namespace Serilog;

/// <summary>Writes lines of the run with a level: <c>Log.Information("Pushed {Count} images", count)</c>.</summary>
public static class Log
{
    /// <summary>A line for those who look for a fault.</summary>
    public static void Verbose(string messageTemplate, params object?[] propertyValues) =>
        Write(LogLevel.Verbose, null, messageTemplate, propertyValues);

    /// <summary>A line for those who want to know more.</summary>
    public static void Debug(string messageTemplate, params object?[] propertyValues) =>
        Write(LogLevel.Debug, null, messageTemplate, propertyValues);

    /// <summary>A line for everybody.</summary>
    public static void Information(string messageTemplate, params object?[] propertyValues) =>
        Write(LogLevel.Information, null, messageTemplate, propertyValues);

    /// <summary>Something that should be looked at; the summary repeats it.</summary>
    public static void Warning(string messageTemplate, params object?[] propertyValues) =>
        Write(LogLevel.Warning, null, messageTemplate, propertyValues);

    /// <summary>As above, with the exception behind it.</summary>
    public static void Warning(Exception? exception, string messageTemplate, params object?[] propertyValues) =>
        Write(LogLevel.Warning, exception, messageTemplate, propertyValues);

    /// <summary>Something that went wrong; the summary repeats it.</summary>
    public static void Error(string messageTemplate, params object?[] propertyValues) =>
        Write(LogLevel.Error, null, messageTemplate, propertyValues);

    /// <summary>As above, with the exception behind it.</summary>
    public static void Error(Exception? exception, string messageTemplate, params object?[] propertyValues) =>
        Write(LogLevel.Error, exception, messageTemplate, propertyValues);

    /// <summary>Something that ends the run; the summary repeats it.</summary>
    public static void Fatal(string messageTemplate, params object?[] propertyValues) =>
        Write(LogLevel.Fatal, null, messageTemplate, propertyValues);

    private static void Write(LogLevel level, Exception? exception, string template, object?[] values)
    {
        var text = MessageTemplate.Render(template, values);
        NukeBuild.Session.Output.Log(level, exception is null ? text
            : $"{text}{Environment.NewLine}{exception.GetType().Name}: {exception.Message}");
    }
}
