namespace KegImages.Records;

/// <summary>How long ago something was, in one unit.</summary>
internal static class Age
{
    /// <summary>
    /// The age: <c>now</c>, <c>12 min</c>, <c>5 h</c>, <c>3 days</c>, <c>4 months</c>; empty where the time is not known, <c>now</c> for a
    /// time to come.
    /// </summary>
    public static string Of(DateTimeOffset? time, DateTimeOffset now)
    {
        if (time is not { } then)
            return "";
        var age = now - then;
        return age switch
        {
            { TotalMinutes: < 1 } => "now",
            { TotalHours: < 1 } => Text(age.TotalMinutes, "min"),
            { TotalDays: < 2 } => Text(age.TotalHours, "h"),
            { TotalDays: < 61 } => Text(age.TotalDays, "days"),
            { TotalDays: < 731 } => Text(age.TotalDays / 30.44, "months"),
            _ => Text(age.TotalDays / 365.25, "years"),
        };

        static string Text(double value, string unit) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(value):0} {unit}");
    }
}
