using System.Collections.Frozen;
using System.Reflection;
using System.Reflection.Emit;

namespace KegImages.Tests.Architecture;

/// <summary>
/// Reads from an assembly's compiled code which members each of its types uses: in signatures and in bodies, those of lambdas and iterators
/// included.
/// </summary>
internal static class Uses
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly FrozenDictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToFrozenDictionary(code => code.Value);

    /// <summary>Each use once.</summary>
    public static IEnumerable<(Type By, MemberInfo Of)> In(Assembly assembly) =>
        assembly.GetTypes().SelectMany(type => In(type).Distinct().Select(used => (type, used)));

    /// <summary>The types that a member names.</summary>
    public static IEnumerable<Type> TypesOf(MemberInfo member) => (member switch
    {
        Type type => [type],
        FieldInfo field => [field.FieldType, field.DeclaringType!],
        MethodInfo method => [method.ReturnType, method.DeclaringType!, .. Parameters(method), .. method.IsGenericMethod
            ? method.GetGenericArguments() : []],
        MethodBase method => [method.DeclaringType!, .. Parameters(method)],
        _ => Array.Empty<Type>(),
    }).SelectMany(Parts);

    private static IEnumerable<Type> Parameters(MethodBase method) => method.GetParameters().Select(parameter => parameter.ParameterType);

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type is { IsGenericType: true, IsGenericTypeDefinition: false }
        ? type.GetGenericArguments().SelectMany(Parts).Prepend(type.GetGenericTypeDefinition())
        : type.IsGenericParameter ? [] : [type];

    private static IEnumerable<MemberInfo> In(Type type)
    {
        IEnumerable<MemberInfo> declared =
        [
            .. type.BaseType is { } ancestor ? new[] { ancestor }
            : [], .. type.GetInterfaces(), .. type.GetFields(All), .. type.GetMethods(All), .. type.GetConstructors(All),
        ];
        return declared.Concat(declared.OfType<MethodBase>().SelectMany(InBody));
    }

    /// <summary>What a method's own code uses.</summary>
    public static IEnumerable<MemberInfo> InBody(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } code)
            yield break;
        var (types, methods) = (method.DeclaringType!.GetGenericArguments(), method is MethodInfo { IsGenericMethod: true }
            ? method.GetGenericArguments() : null);
        for (var at = 0; at < code.Length;)
        {
            var operation = code[at] == 0xFE ? Codes[(short)(0xFE00 | code[at + 1])] : Codes[code[at]];
            at += operation.Size;
            if (operation.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType
                or OperandType.InlineTok
                && method.Module.ResolveMember(BitConverter.ToInt32(code, at), types, methods) is { } used)
                yield return used;
            at += SizeOf(operation.OperandType, code, at);
        }
    }

    private static int SizeOf(OperandType operand, byte[] code, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };
}
