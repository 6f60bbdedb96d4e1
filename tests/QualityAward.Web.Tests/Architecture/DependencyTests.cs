using System.Reflection;
using System.Reflection.Emit;
using System.Text.RegularExpressions;
using QualityAward.Domain;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Testing;

namespace QualityAward.Web.Tests.Architecture;

/// <summary>The house's rules of dependency (docs/structure.md), read from the compiled code.</summary>
public sealed partial class DependencyTests
{
    private const string Prefix = "QualityAward.Domain.";
    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(o => o.Value);

    /// <summary>
    /// What a pack is made of has its types in the step that applies them: conditions in Eligibility, criteria in Scoring; and the register of bars, which a
    /// win writes and the next round's eligibility reads. They lead to no other later step; that is checked too.
    /// </summary>
    private static readonly (string From, string To, string Type)[] Allowed =
    [
        ("Rounds", "Scoring", "CriteriaSet"), ("Rounds", "Scoring", "CriteriaItem"), ("Rounds", "Scoring", "CriteriaVariant"), ("Rounds", "Scoring", "VariantRule"),
        ("Recommendations", "Eligibility", "Condition"), ("Recommendations", "Eligibility", "CleanRecordCondition"), ("Recommendations", "Eligibility", "Severity"),
        ("Recommendations", "Eligibility", "OpinionFact"), ("Honours", "Supervision", "Bar"),
    ];

    [Fact]
    public void The_domain_knows_nothing_but_the_base_library()
    {
        var foreign = typeof(Actor).Assembly.GetReferencedAssemblies().Select(a => a.Name!).Where(n => !n.StartsWith("System.", StringComparison.Ordinal) && n is not ("System" or "netstandard" or "mscorlib"));

        Assert.Empty(foreign);
    }

    [Fact]
    public void The_infrastructure_does_not_know_the_web() =>
        Assert.DoesNotContain("QualityAward.Web", typeof(QualityAwardDbContext).Assembly.GetReferencedAssemblies().Select(a => a.Name!));

    [Fact]
    public void A_step_of_the_domain_knows_earlier_steps_only()
    {
        var steps = Steps();
        var broken = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var type in typeof(Actor).Assembly.GetTypes().Where(t => Step(t) is { } step && steps.Contains(step, StringComparer.Ordinal)))
        {
            var from = Step(type)!;
            var name = Outermost(type).Name;
            foreach (var known in TypesIn(type).Where(k => Step(k) is { } to && steps.IndexOf(to) > steps.IndexOf(from)))
            {
                if (!Allowed.Contains((from, Step(known)!, known.Name)))
                {
                    broken.Add($"{from}.{name} knows {Step(known)}.{known.Name}");
                }
            }
        }

        Assert.True(broken.Count == 0, string.Join('\n', broken));
    }

    [Fact]
    public void What_earlier_steps_may_know_of_later_ones_leads_them_no_further()
    {
        var steps = Steps();
        foreach (var (from, step, name) in Allowed)
        {
            var type = typeof(Actor).Assembly.GetType($"{Prefix}{step}.{name}");
            Assert.True(type is not null, $"{step}.{name} is gone: take it off the list.");
            Assert.Empty(TypesIn(type).Where(k => Step(k) is { } other && !string.Equals(other, step, StringComparison.Ordinal) && steps.IndexOf(other) > steps.IndexOf(from)).Select(k => $"{step}.{name} knows {k.FullName}"));
        }
    }

    [Fact]
    public void Every_folder_of_the_domain_stands_in_the_table_of_the_procedure()
    {
        var table = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "procedure.md"));
        var unknown = Directory.EnumerateDirectories(Path.Combine(Checkout.Root, "src", "QualityAward.Domain")).Select(Path.GetFileName)
            .Where(f => f is not ("bin" or "obj") && !table.Contains($"`{f}`", StringComparison.Ordinal));

        Assert.Empty(unknown);
    }

    [Fact]
    public void No_programme_is_named_in_code_but_in_the_demo()
    {
        var src = Path.Combine(Checkout.Root, "src");
        var codes = Directory.EnumerateDirectories(Path.Combine(src, "Programmes")).Select(d => Path.GetFileName(d)).Where(d => d is not ("schema" or "shared")).ToList();
        Assert.NotEmpty(codes);
        var demo = Path.Combine(src, "QualityAward.Web", "Commands", "Demo") + Path.DirectorySeparatorChar;
        var build = new[] { "bin", "obj" }.Select(f => Path.DirectorySeparatorChar + f + Path.DirectorySeparatorChar).ToList();

        var named = new[] { "*.cs", "*.cshtml" }.SelectMany(kind => Directory.EnumerateFiles(src, kind, SearchOption.AllDirectories))
            .Where(file => !file.StartsWith(demo, StringComparison.Ordinal) && !build.Exists(b => file.Contains(b, StringComparison.Ordinal)))
            .Where(file => codes.Exists(code => File.ReadAllText(file).Contains(code, StringComparison.Ordinal)))
            .Select(file => Path.GetRelativePath(src, file));

        Assert.Empty(named);
    }

    /// <summary>The steps in the order of the table in docs/procedure.md; the shared row at its end is none.</summary>
    private static List<string> Steps() =>
        [.. File.ReadLines(Path.Combine(Checkout.Root, "docs", "procedure.md")).Select(l => StepRow().Match(l)).Where(m => m.Success && !m.Value.Contains("shared", StringComparison.Ordinal)).Select(m => m.Groups["step"].Value)];

    private static string? Step(Type type)
    {
        var space = type.Namespace;
        return space is not null && space.StartsWith(Prefix, StringComparison.Ordinal) ? space[Prefix.Length..].Split('.')[0] : null;
    }

    /// <summary>Every type of the domain that this type names in its shape or in its methods' bodies.</summary>
    private static HashSet<Type> TypesIn(Type type)
    {
        const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var found = new HashSet<Type>();
        Add(type.BaseType);
        foreach (var part in type.GetInterfaces())
        {
            Add(part);
        }

        foreach (var field in type.GetFields(All))
        {
            Add(field.FieldType);
        }

        foreach (var method in type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)))
        {
            Add((method as MethodInfo)?.ReturnType);
            foreach (var parameter in method.GetParameters())
            {
                Add(parameter.ParameterType);
            }

            foreach (var member in MembersIn(method))
            {
                Add(member as Type ?? member.DeclaringType);
                Add((member as FieldInfo)?.FieldType);
                Add((member as MethodInfo)?.ReturnType);
                foreach (var argument in member is MethodInfo { IsGenericMethod: true } generic ? generic.GetGenericArguments() : [])
                {
                    Add(argument);
                }
            }
        }

        return found;

        void Add(Type? known)
        {
            if (known is null)
            {
                return;
            }

            if (known.HasElementType)
            {
                Add(known.GetElementType());
                return;
            }

            foreach (var argument in known.IsGenericType ? known.GetGenericArguments() : [])
            {
                Add(argument);
            }

            if (known.Assembly == type.Assembly)
            {
                found.Add(Outermost(known));
            }
        }
    }

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    /// <summary>What the instructions of a method refer to.</summary>
    private static IEnumerable<MemberInfo> MembersIn(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } il)
        {
            yield break;
        }

        var typeArguments = method.DeclaringType is { IsGenericType: true } owner ? owner.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var at = 0; at < il.Length;)
        {
            var code = il[at] == 0xFE ? OpCodesByValue[unchecked((short)(0xFE00 | il[at + 1]))] : OpCodesByValue[il[at]];
            at += code.Size;
            switch (code.OperandType)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                    if (method.Module.ResolveMember(BitConverter.ToInt32(il, at), typeArguments, methodArguments) is { } member)
                    {
                        yield return member;
                    }

                    at += 4;
                    break;
                case OperandType.InlineSwitch:
                    at += 4 + (4 * BitConverter.ToInt32(il, at));
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    at += 8;
                    break;
                case OperandType.InlineVar:
                    at += 2;
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    at += 1;
                    break;
                case OperandType.InlineNone:
                    break;
                default:
                    at += 4;
                    break;
            }
        }
    }

    [GeneratedRegex(@"^\| (?<name>[^|]*) \| `(?<step>\w+)` \|", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StepRow();
}
