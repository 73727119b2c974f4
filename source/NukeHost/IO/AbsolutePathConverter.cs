using System.ComponentModel;
using System.Globalization;

namespace Nuke.Common.IO;

/// <summary>Reads an <see cref="AbsolutePath"/> from text; a relative one is below the current folder.</summary>
internal sealed class AbsolutePathConverter : TypeConverter
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        (AbsolutePath?)Path.GetFullPath((string)value);
}
