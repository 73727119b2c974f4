using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;

namespace Nuke.Common.Tooling;

/// <summary>
/// A closed set of values as static fields of a class, such as <c>public static Configuration Release = new() { Value = "Release" };</c>.
/// </summary>
[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)]
public abstract class Enumeration
{
    /// <summary>A value.</summary>
    protected Enumeration() => Keep(GetType());

    /// <summary>The value's text.</summary>
    protected string Value { get; set; } = "";

    /// <summary>The value's text.</summary>
    public override string ToString() => Value;

    /// <summary>Whether two values have one type and text.</summary>
    public override bool Equals(object? obj) => obj is Enumeration other && other.GetType() == GetType() && other.Value == Value;

    /// <summary>A hash that goes with <see cref="Equals"/>.</summary>
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    [UnconditionalSuppressMessage("Trimming", "IL2070",
        Justification = "Enumeration keeps the public fields of the class that derives from it.")]
    internal static IEnumerable<Enumeration> ValuesOf(Type type) => type
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(field => field.FieldType == type)
        .Select(field => (Enumeration)field.GetValue(null)!);

    // Asking a value for its type is what keeps the fields of that type in machine code.
    private static void Keep([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] Type type) => GC.KeepAlive(type);

    /// <summary>Reads a value of an enumeration from its text, in any case.</summary>
    /// <typeparam name="T">The enumeration.</typeparam>
    public class TypeConverter<T> : TypeConverter
        where T : Enumeration
    {
        /// <summary>True for text.</summary>
        public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

        /// <summary>The value with this text. Throws <see cref="FormatException"/> when there is none.</summary>
        public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
            ValuesOf(typeof(T)).FirstOrDefault(candidate =>
                string.Equals(candidate.Value, (string)value, StringComparison.OrdinalIgnoreCase))
            ?? throw new FormatException($"'{value}' is none of {string.Join(", ", ValuesOf(typeof(T)))}");
    }
}
