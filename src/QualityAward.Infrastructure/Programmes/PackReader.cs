using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Scoring;

namespace QualityAward.Infrastructure.Programmes;

/// <summary>Reads a programme's folder into one pack and checks it (奖项包读取). Whatever is wrong becomes a <see cref="PackException"/>.</summary>
public static class PackReader
{
    private const string Reference = "use";
    private const string SummaryFile = "forms/summary.jsonc";
    private const string TermsName = "terms.jsonc";
    private static readonly int DefaultMegabytes = new FormDefinition { Id = "", Title = "", Sections = [] }.MaxTotalMegabytes;

    /// <summary>Reads <c>root/code</c>.</summary>
    /// <exception cref="PackException">The first thing that is wrong, and how many more there are.</exception>
    public static ProgrammePack Read(string root, string code)
    {
        var (pack, faults) = Check(root, code);
        return faults.Count switch
        {
            0 => pack!,
            1 => throw faults[0],
            _ => throw new PackException(faults[0].File, faults[0].Line, $"{faults[0].Reason}（另有 {faults.Count - 1} 处问题）", faults[0].InnerException),
        };
    }

    /// <summary>Reads <c>root/code</c> and says everything that is wrong with it; with a fault there is no pack.</summary>
    public static (ProgrammePack? Pack, IReadOnlyList<PackException> Faults) Check(string root, string code) => new Reading(root, code).Read();

    /// <summary>A form of which every criteria item has its own narrative question instead of the shorthand (逐条展开).</summary>
    public static FormDefinition Expand(FormDefinition form, CriteriaSet criteria) => form with
    {
        Sections = [.. form.Sections.Select(s => s with { Questions = [.. s.Questions.SelectMany(q => Expand(q, criteria))] })],
    };

    private static IEnumerable<Question> Expand(Question question, CriteriaSet criteria) =>
        question is NarrativeSetQuestion set
            ? GroupsOf(set, criteria).SelectMany(group => set.PerGroup
                ? [NarrativeOfGroup(set, group)]
                : group.Items.Select((item, index) => Narrative(set, group, item, first: index == 0)))
            : [question];

    private static IReadOnlyList<CriteriaGroup> GroupsOf(NarrativeSetQuestion set, CriteriaSet criteria) => set.Variant is null
        ? criteria.Groups
        : criteria.Variants.FirstOrDefault(v => string.Equals(v.Code, set.Variant, StringComparison.Ordinal))?.Groups ?? [];

    private static NarrativeQuestion NarrativeOfGroup(NarrativeSetQuestion set, CriteriaGroup group) => new()
    {
        Id = $"{set.Id}-{group.Code.Replace('.', '-')}",
        Label = $"{group.Code} {group.Title}{(group.Points is { } points ? $"（{points:0.##}分）" : null)}",
        Hint = set.Hint,
        Example = group.Example ?? set.Example,
        Optional = set.Optional,
        Personal = set.Personal,
        HiddenFromExperts = set.HiddenFromExperts,
        When = set.When,
        Item = group.Code,
        Limit = set.Limit,
        Prompts = [.. group.Items.Select(i => i.Points is { } points ? $"{i.Title}（{points:0.##}分）" : i.Title)],
    };

    private static NarrativeQuestion Narrative(NarrativeSetQuestion set, CriteriaGroup group, CriteriaItem item, bool first) => new()
    {
        Id = $"{set.Id}-{item.Code.Replace('.', '-')}",
        Label = $"{item.Code} {item.Title}",
        Hint = set.Hint,
        Example = item.Example ?? set.Example,
        Group = first ? $"{group.Code} {group.Title}" : null,
        Optional = set.Optional,
        Personal = set.Personal,
        HiddenFromExperts = set.HiddenFromExperts,
        When = set.When,
        Item = item.Code,
        Limit = set.Limit,
        Prompts = [.. item.Questions.Select(q => $"{q.Letter}）{q.Text}")],
    };

    /// <summary>One folder being read; remembers its files for the lines of what the checks find.</summary>
    private sealed class Reading(string root, string code)
    {
        private readonly Dictionary<(PackPart, Track?), PackFile> _files = [];
        private readonly Dictionary<(PackPart, Track?), PackFile> _shared = [];
        private readonly HashSet<string> _opened = new(StringComparer.Ordinal);

        private readonly List<PackException> _faults = [];

        public (ProgrammePack? Pack, IReadOnlyList<PackException> Faults) Read()
        {
            var programme = Try(() => Read<ProgrammeFile>(PackPart.Programme, track: null, "programme.jsonc"));
            var stages = Try(() => Read<PerTrackFile<StageDefinition>>(PackPart.Stages, track: null, "stages.jsonc"));
            var conditions = Try(() => Read<PerTrackFile<Condition>>(PackPart.Eligibility, track: null, "eligibility.jsonc"));
            if (programme is null || stages is null || conditions is null)
            {
                return (null, _faults);
            }

            if (!string.Equals(programme.Code, code, StringComparison.Ordinal))
            {
                _faults.Add(Fault(new PackProblem(PackPart.Programme, null, programme.Code, $"奖项代码“{programme.Code}”与文件夹名“{code}”不一致。")));
            }

            RefuseSpareTracks(PackPart.Stages, programme, stages);
            RefuseSpareTracks(PackPart.Eligibility, programme, conditions);
            var tracks = programme.Tracks.Select(t => ReadTrack(t, stages, conditions)).ToList();
            var recommendation = ReadRecommendation(programme.Recommendation);
            var terms = File.Exists(Path.Combine(root, code, TermsName)) ? Try(() => Read<TermsFile>(PackPart.Terms, track: null, TermsName))?.Terms : [];
            RefuseSpareFiles();
            if (_faults.Count > 0)
            {
                return (null, _faults);
            }

            var pack = Compose(programme, [.. tracks.OfType<TrackDefinition>()], recommendation!) with { Terms = terms ?? [] };
            _faults.AddRange(PackChecks.Check(pack).Select(Fault));
            return (_faults.Count == 0 ? pack : null, _faults);
        }

        private T? Try<T>(Func<T> read)
            where T : class
        {
            try
            {
                return read();
            }
            catch (PackException fault)
            {
                _faults.Add(fault);
                return null;
            }
        }

        private static ProgrammePack Compose(ProgrammeFile programme, IReadOnlyList<TrackDefinition> tracks, RecommendationRules recommendation) => new()
        {
            Code = programme.Code,
            Name = programme.Name,
            Summary = programme.Summary,
            ReceiptPrefix = programme.ReceiptPrefix,
            Owner = programme.Owner,
            OfficeName = programme.OfficeName,
            CommitteeName = programme.CommitteeName,
            GovernmentName = programme.GovernmentName,
            Status = programme.Status,
            CertificatePrefix = programme.CertificatePrefix,
            Cycle = programme.Cycle,
            Sources = programme.Sources,
            Tiers = programme.Tiers,
            Tracks = tracks,
            Prizes = programme.Prizes,
            FurtherRewards = programme.FurtherRewards,
            Bars = programme.Bars,
            Priorities = programme.Priorities,
            TitleUse = programme.TitleUse,
            Recommendation = recommendation,
            Notice = programme.Notice,
            Suggestions = programme.Suggestions,
        };

        private RecommendationRules? ReadRecommendation(RecommendationFile file) => Try(() => ReadForm(PackPart.PreReviewForm, track: null, "forms/pre-review.jsonc")) is not { } form ? null : new RecommendationRules
        {
            Channel = file.Channel,
            Channels = file.Channels,
            OneChannel = file.OneChannel,
            UnitQuotas = file.UnitQuotas,
            PreReviewForm = form,
            TrackPreReviewForms = [.. Enum.GetValues<Track>().Where(HasOwnPreReview).Select(t => (Track: t, Form: Try(() => ReadForm(PackPart.PreReviewForm, t, PreReviewFile(t))))).Where(f => f.Form is not null).Select(f => new TrackForm(f.Track, f.Form!))],
            Opinions = file.Opinions,
            CleanRecordCertificate = file.CleanRecordCertificate,
            SummaryTable = File.Exists(Path.Combine(root, code, SummaryFile)) ? Try(() => Open(PackPart.SummaryTable, track: null, Path.Combine(root, code, SummaryFile)).Read<SummaryTable>()) : null,
        };

        private static string PreReviewFile(Track track) => $"forms/pre-review-{TrackNames.Slug(track)}.jsonc";

        private bool HasOwnPreReview(Track track) => File.Exists(Path.Combine(root, code, PreReviewFile(track)));

        private TrackDefinition? ReadTrack(TrackName named, PerTrackFile<StageDefinition> stages, PerTrackFile<Condition> conditions)
        {
            var track = named.Track;
            var criteria = Try(() => ReadCriteria(track));
            var form = Try(() => ReadForm(PackPart.Form, track, $"forms/{TrackNames.Slug(track)}.jsonc"));
            var steps = Try(() => stages.Of(track) ?? throw Missing(PackPart.Stages, track));
            var tests = Try(() => conditions.Of(track) ?? throw Missing(PackPart.Eligibility, track));
            return criteria is null || form is null || steps is null || tests is null ? null : new TrackDefinition
            {
                Track = track, Name = named.Name, Stages = steps, Conditions = tests, Criteria = criteria, Form = Expand(form, criteria),
            };
        }

        private CriteriaSet ReadCriteria(Track track)
        {
            var file = Open(PackPart.Criteria, track, Path.Combine(root, code, $"scoring/{TrackNames.Slug(track)}.jsonc"));
            if (!file.HasMember(Reference))
            {
                return file.Read<CriteriaSet>();
            }

            var own = file.Read<CriteriaReference>();
            var shared = Open(PackPart.Criteria, track, Referred(file, own.Use, "评价准则")).Read<CriteriaSet>();
            return shared with { Title = own.Title ?? shared.Title, Edition = own.Edition ?? shared.Edition, SourceNote = own.SourceNote ?? shared.SourceNote };
        }

        private FormDefinition ReadForm(PackPart part, Track? track, string name)
        {
            var file = Open(part, track, Path.Combine(root, code, name));
            var form = file.Read<FormFile>();
            var shared = form.Use is null && form.Order.Count == 0 && form.Questions.Count == 0
                ? null
                : OpenShared(part, track, Referred(file, form.Use ?? string.Empty, "表单")).Read<SharedFormFile>();
            var sections = shared is null ? form.Sections : ComposeSections(file, form, shared.Sections);
            var checks = shared?.Checks.Where(c => c.Sections().All(id => sections.Any(s => string.Equals(s.Id, id, StringComparison.Ordinal)))) ?? [];
            return new FormDefinition { Id = form.Id, Title = form.Title, Instructions = form.Instructions, Cover = form.Cover, Referees = form.Referees, MaxTotalMegabytes = form.MaxTotalMegabytes ?? DefaultMegabytes, Sections = sections, Checks = [.. checks, .. form.Checks] };
        }

        private static IReadOnlyList<FormSection> ComposeSections(PackFile file, FormFile form, IReadOnlyList<FormSection> shared)
        {
            foreach (var own in form.Sections.Where(s => !form.Order.Contains(s.Id, StringComparer.Ordinal)))
            {
                throw new PackException(file.Name, file.LineOf(own.Id, after: "sections"), $"表单部分“{own.Id}”不在 order 之列。");
            }

            var sections = form.Order.Select(id => form.Sections.Concat(shared).FirstOrDefault(s => string.Equals(s.Id, id, StringComparison.Ordinal))
                ?? throw new PackException(file.Name, file.LineOf(id, after: null), $"没有表单部分“{id}”。")).ToList();
            foreach (var (reference, question) in form.Questions)
            {
                var parts = reference.Split('.', 2);
                var at = sections.FindIndex(s => string.Equals(s.Id, parts[0], StringComparison.Ordinal));
                if (at < 0 || parts.Length < 2 || !string.Equals(parts[1], question.Id, StringComparison.Ordinal) || sections[at].Question(question.Id) is null)
                {
                    throw new PackException(file.Name, file.LineOf(reference, after: null), $"共用表单中没有题目“{reference}”，不能替换。");
                }

                sections[at] = sections[at] with { Questions = [.. sections[at].Questions.Select(q => string.Equals(q.Id, question.Id, StringComparison.Ordinal) ? question : q)] };
            }

            return sections;
        }

        /// <summary>The path that a file names, which must lie in the programme data.</summary>
        private string Referred(PackFile file, string use, string what)
        {
            var path = Path.GetFullPath(Path.Combine(root, Path.GetDirectoryName(file.Name)!, use));
            return path.StartsWith(Path.GetFullPath(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(path)
                ? path
                : throw new PackException(file.Name, file.LineOf(Reference, after: null), $"引用的{what}文件不存在。");
        }

        private PackFile OpenShared(PackPart part, Track? track, string path) => _shared[(part, track)] = PackFile.Open(root, path);

        private T Read<T>(PackPart part, Track? track, string name) => Open(part, track, Path.Combine(root, code, name)).Read<T>();

        private PackFile Open(PackPart part, Track? track, string path)
        {
            var file = PackFile.Open(root, path);
            _opened.Add(file.Name);
            return _files[(part, track)] = file;
        }

        private PackException Missing(PackPart part, Track track) => new(_files[(part, null)].Name, line: null, $"没有申报类别“{TrackNames.Slug(track)}”。");

        private void RefuseSpareTracks<T>(PackPart part, ProgrammeFile programme, PerTrackFile<T> file)
        {
            foreach (var track in Enum.GetValues<Track>().Where(t => file.Of(t) is not null && programme.Tracks.All(n => n.Track != t)))
            {
                _faults.Add(Fault(new PackProblem(part, null, TrackNames.Slug(track), $"奖项没有申报类别“{TrackNames.Slug(track)}”。")));
            }
        }

        /// <summary>A misspelt file name would otherwise go unread in silence.</summary>
        private void RefuseSpareFiles()
        {
            foreach (var path in Directory.EnumerateFiles(Path.Combine(root, code), "*.jsonc", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                var name = PackFile.Open(root, path).Name;
                if (!_opened.Contains(name) && !string.Equals(Path.GetFileName(path), AuthorityReader.FileName, StringComparison.Ordinal))
                {
                    _faults.Add(new PackException(name, line: null, "不认识的文件，请核对文件名。"));
                }
            }
        }

        private PackException Fault(PackProblem problem)
        {
            var file = _files.GetValueOrDefault((problem.Part, problem.Track)) ?? _files[(problem.Part, null)];
            // Both tracks share these two files: look behind the track's own member.
            var after = problem is { Part: PackPart.Stages or PackPart.Eligibility, Track: { } track } ? TrackNames.Slug(track) : null;
            var line = file.LineOf(problem.Anchor, after);
            if (line is null && _shared.GetValueOrDefault((problem.Part, problem.Track)) is { } shared && shared.LineOf(problem.Anchor, after: null) is { } there)
            {
                (file, line) = (shared, there);
            }

            return new PackException(file.Name, line, problem.Reason);
        }
    }
}
