using System.Collections.Concurrent;
using System.Globalization;

namespace QualityAward.Domain.Forms;

/// <summary>Which year's cell a formula means (年度).</summary>
public enum FormulaYear
{
    /// <summary>The year of the cell that is computed or checked.</summary>
    Same,

    /// <summary>上一年.</summary>
    Previous,

    /// <summary>The last of the years in the form.</summary>
    Last,

    /// <summary>The first of the years in the form.</summary>
    First,
}

/// <summary>A cell that a formula names (引用): <c>{assets}</c>, <c>{basic.staff}</c>, <c>{economy.indicators.assets@previous}</c>.</summary>
public sealed record FormulaReference(string Name, FormulaYear Year);

/// <summary>
/// A formula over named cells (计算公式), as data: <c>{debts} / {assets} * 100</c>, <c>sum({charity.cost})</c>. Fixed-point arithmetic of twelve decimals,
/// rounded half away from zero (四舍五入); a blank or a division by zero gives no result, a sum leaves blanks out.
/// </summary>
/// <remarks>The browser's twin is wwwroot/js/formula.js; tests/vectors/formulas.json holds both to the same results.</remarks>
public sealed class Formula
{
    /// <summary>Decimals that are kept in between and most that a result may show.</summary>
    public const int Scale = 12;

    /// <summary>Beyond this there is no result: nothing in a form is as large.</summary>
    private const decimal Bound = 1_000_000_000_000_000m;

    /// <summary>Formulas that are kept: those of some dozen packs.</summary>
    private const int MostKept = 4096;

    // Every look at a form reads the same few formulas of its pack.
    private static readonly ConcurrentDictionary<string, Formula> Known = new(StringComparer.Ordinal);

    private readonly Node _root;
    private readonly List<(FormulaReference Reference, bool WholeColumn)> _references = [];

    private Formula(Node root)
    {
        _root = root;
        root.Collect(_references);
    }

    /// <exception cref="FormatException">The text is no formula; the message says where, in Chinese.</exception>
    public static Formula Parse(string text)
    {
        if (Known.TryGetValue(text, out var known))
        {
            return known;
        }

        var formula = new Formula(new Parser(text).Parse());
        if (Known.Count < MostKept)
        {
            Known[text] = formula;
        }

        return formula;
    }

    /// <summary>The same for text that somebody has typed.</summary>
    public static bool TryParse(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Formula? formula, out string? fault)
    {
        try
        {
            (formula, fault) = (Parse(text), null);
            return true;
        }
        catch (FormatException wrong)
        {
            (formula, fault) = (null, wrong.Message);
            return false;
        }
    }

    /// <summary>Every cell it names, in order; those inside a function stand for a whole column.</summary>
    public IReadOnlyList<(FormulaReference Reference, bool WholeColumn)> References() => _references;

    /// <param name="cell">The number in a cell; null when it holds none.</param>
    /// <param name="column">The numbers of a whole column.</param>
    public decimal? Evaluate(Func<FormulaReference, decimal?> cell, Func<FormulaReference, IReadOnlyList<decimal?>> column)
    {
        try
        {
            return _root.Evaluate(cell, column);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>The same formula with other names for its cells, or numbers in their place.</summary>
    public string Render(Func<FormulaReference, bool, string> name) => _root.Render(name);

    /// <summary>A result as it is stored and shown: rounded, without zeros at the end.</summary>
    public static string Text(decimal value, int decimals) =>
        decimal.Round(value, Math.Min(decimals, Scale), MidpointRounding.AwayFromZero).ToString("0.############", CultureInfo.InvariantCulture);

    private static decimal? Fixed(decimal? value) =>
        value is { } number && Math.Abs(number) < Bound ? decimal.Round(number, Scale, MidpointRounding.AwayFromZero) : null;

    private abstract record Node
    {
        public abstract decimal? Evaluate(Func<FormulaReference, decimal?> cell, Func<FormulaReference, IReadOnlyList<decimal?>> column);

        public abstract string Render(Func<FormulaReference, bool, string> name);

        public virtual void Collect(List<(FormulaReference Reference, bool WholeColumn)> found)
        {
        }
    }

    private sealed record Literal(decimal Value) : Node
    {
        public override decimal? Evaluate(Func<FormulaReference, decimal?> cell, Func<FormulaReference, IReadOnlyList<decimal?>> column) => Fixed(Value);

        public override string Render(Func<FormulaReference, bool, string> name) => Value.ToString(CultureInfo.InvariantCulture);
    }

    private sealed record Cell(FormulaReference Reference) : Node
    {
        public override decimal? Evaluate(Func<FormulaReference, decimal?> cell, Func<FormulaReference, IReadOnlyList<decimal?>> column) => Fixed(cell(Reference));

        public override string Render(Func<FormulaReference, bool, string> name) => name(Reference, false);

        public override void Collect(List<(FormulaReference Reference, bool WholeColumn)> found) => found.Add((Reference, false));
    }

    private sealed record Negative(Node Of) : Node
    {
        public override decimal? Evaluate(Func<FormulaReference, decimal?> cell, Func<FormulaReference, IReadOnlyList<decimal?>> column) => -Of.Evaluate(cell, column);

        public override string Render(Func<FormulaReference, bool, string> name) => $"-({Of.Render(name)})";

        public override void Collect(List<(FormulaReference Reference, bool WholeColumn)> found) => Of.Collect(found);
    }

    private sealed record Operation(char Sign, Node Left, Node Right) : Node
    {
        public override decimal? Evaluate(Func<FormulaReference, decimal?> cell, Func<FormulaReference, IReadOnlyList<decimal?>> column)
        {
            var (left, right) = (Left.Evaluate(cell, column), Right.Evaluate(cell, column));
            return Fixed(Sign switch
            {
                '+' => left + right,
                '-' => left - right,
                '*' => left * right,
                _ => right == 0 ? null : left / right,
            });
        }

        public override string Render(Func<FormulaReference, bool, string> name) => $"({Left.Render(name)} {Sign} {Right.Render(name)})";

        public override void Collect(List<(FormulaReference Reference, bool WholeColumn)> found)
        {
            Left.Collect(found);
            Right.Collect(found);
        }
    }

    private sealed record Function(string Name, FormulaReference Column) : Node
    {
        public override decimal? Evaluate(Func<FormulaReference, decimal?> cell, Func<FormulaReference, IReadOnlyList<decimal?>> column)
        {
            var numbers = column(Column).OfType<decimal>().ToList();
            return Name is "count" ? numbers.Count
                : numbers.Count == 0 ? null
                : Fixed(Name switch { "sum" => numbers.Sum(), "max" => numbers.Max(), _ => numbers.Min() });
        }

        public override string Render(Func<FormulaReference, bool, string> name) => $"{Name}({name(Column, true)})";

        public override void Collect(List<(FormulaReference Reference, bool WholeColumn)> found) => found.Add((Column, true));
    }

    private sealed class Parser(string text)
    {
        private int _at;

        public Node Parse()
        {
            var root = Sum();
            return Peek() == '\0' ? root : throw Fault("多余的内容");
        }

        private Node Sum()
        {
            var left = Product();
            while (Peek() is '+' or '-')
            {
                left = new Operation(text[_at++], left, Product());
            }

            return left;
        }

        private Node Product()
        {
            var left = Factor();
            while (Peek() is '*' or '/')
            {
                left = new Operation(text[_at++], left, Factor());
            }

            return left;
        }

        private Node Factor()
        {
            var next = Peek();
            if (next == '-')
            {
                _at++;
                return new Negative(Factor());
            }

            if (next == '(')
            {
                _at++;
                var inner = Sum();
                Expect(')');
                return inner;
            }

            if (next == '{')
            {
                return new Cell(Reference());
            }

            var start = _at;
            while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] == '.'))
            {
                _at++;
            }

            var word = text[start.._at];
            if (word is "sum" or "count" or "max" or "min")
            {
                Expect('(');
                Peek();
                var column = Reference();
                Expect(')');
                return new Function(word, column);
            }

            return decimal.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? new Literal(number) : throw Fault("应为数、{引用} 或括号");
        }

        private FormulaReference Reference()
        {
            Expect('{');
            var end = text.IndexOf('}', _at);
            if (end < 0)
            {
                throw Fault("缺少 }");
            }

            var (name, year) = (text[_at..end], FormulaYear.Same);
            if (name.IndexOf('@', StringComparison.Ordinal) is >= 0 and var sign)
            {
                year = name[(sign + 1)..] switch
                {
                    "previous" => FormulaYear.Previous,
                    "last" => FormulaYear.Last,
                    "first" => FormulaYear.First,
                    _ => throw Fault("年度应为 previous、last 或 first"),
                };
                name = name[..sign];
            }

            _at = end + 1;
            return new FormulaReference(name, year);
        }

        private char Peek()
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            {
                _at++;
            }

            return _at < text.Length ? text[_at] : '\0';
        }

        private void Expect(char sign)
        {
            if (Peek() != sign)
            {
                throw Fault($"应为 {sign}");
            }

            _at++;
        }

        private FormatException Fault(string what) => new($"公式“{text}”第 {_at + 1} 个字符处：{what}。");
    }
}
