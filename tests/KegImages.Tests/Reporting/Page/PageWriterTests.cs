using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using KegImages.Reports.Page;

namespace KegImages.Tests.Reporting.Page;

/// <summary>The page's document is written by hand and read by the serializer: both know the same fields, in one order.</summary>
public sealed class PageWriterTests
{
    private static readonly JsonSerializerOptions Relaxed = new(PageContext.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = PageContext.Default,
    };

    [Fact]
    public void Each_field_of_a_document_is_written_as_the_serializer_would()
    {
        var document = (PageDocument)Full(typeof(PageDocument), depth: 0);

        PageText.Relaxed(writer => writer.Write(document)).ShouldBe(JsonSerializer.Serialize(document, Relaxed));
        PageDocument.Parse(document.ToJson()).ToJson().ShouldBe(document.ToJson());
    }

    [Fact]
    public void Each_field_of_a_kept_timeline_too()
    {
        var timeline = (PageTimeline)Full(typeof(PageTimeline), depth: 0);

        PageText.Relaxed(writer => writer.Write(timeline)).ShouldBe(JsonSerializer.Serialize(timeline, Relaxed));
        PageTimeline.Parse(timeline.ToJson()).ToJson().ShouldBe(timeline.ToJson());
    }

    [Fact]
    public void What_is_null_is_left_out_as_the_serializer_does()
    {
        foreach (var document in new[] { PageSamples.Six, PageSamples.ThreeHundred })
            PageText.Relaxed(writer => writer.Write(document)).ShouldBe(JsonSerializer.Serialize(document, Relaxed));
    }

    // A value of a type with nothing left out of it; what holds itself does so three times.
    private static object Full(Type type, int depth)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return Full(inner, depth);
        if (type == typeof(string))
            return $"<text> “{depth}” & 'more'";
        if (type == typeof(DateTimeOffset))
            return new DateTimeOffset(2026, 11, 30, 1, 2, 3, 456, TimeSpan.FromHours(2));
        if (type == typeof(ImmutableSortedDictionary<string, double>))
            return ImmutableSortedDictionary<string, double>.Empty.Add("base", 1.5).Add("site", 0);
        if (type.IsEnum)
            return Enum.GetValues(type).GetValue(1)!;
        if (type.IsPrimitive)
            return type == typeof(bool) ? true : Convert.ChangeType(depth + 7, type, System.Globalization.CultureInfo.InvariantCulture);
        if (type.IsGenericType)
            return Many(type, type.GetGenericArguments()[0], depth);
        var made = type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)!;
        var value = made.Invoke([.. made.GetParameters().Select(parameter => Full(parameter.ParameterType, depth + 1))]);
        foreach (var property in type.GetProperties().Where(property => property.CanWrite))
            property.SetValue(value, Full(property.PropertyType, depth + 1));
        return value;
    }

    private static object Many(Type list, Type item, int depth)
    {
        var items = Array.CreateInstance(item, depth > 5 ? 0 : 2);
        for (var i = 0; i < items.Length; i++)
            items.SetValue(Full(item, depth + 1 + i), i);
        return list.GetGenericTypeDefinition() == typeof(ImmutableArray<>)
            ? typeof(ImmutableArray).GetMethods().Single(method => method.Name == "Create" && method.GetParameters() is [var one]
                && one.ParameterType.IsSZArray && !one.ParameterType.Name.Contains("Span")).MakeGenericMethod(item).Invoke(null, [items])!
            : items;
    }
}
