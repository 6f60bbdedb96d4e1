using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain;
using QualityAward.Domain.Forms;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Testing;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Pages.Applications;
using QualityAward.Web.Tests.Files;

namespace QualityAward.Web.Tests.Applications;

/// <summary>A site with the demo's applicants, the offices and the published 2022 round of the real Lianyungang pack, open until 2022-06-26.</summary>
public class ApplicationSite : Site
{
    public const string Receipt = "LYGZLJ-2022-";

    public Task<T> DoAsync<TOperation, T>(string userName, Func<TOperation, Actor, Task<T>> act)
        where TOperation : notnull => InScopeAsync(async services => await act(services.GetRequiredService<TOperation>(), await ActorAsync(services, userName)));

    public Task<Guid> RoundIdAsync() => ReadAsync(db => db.Rounds.Select(r => r.Id).SingleAsync());

    /// <summary>A draft of this applicant, nothing filled in.</summary>
    public async Task<Guid> DraftAsync(string userName)
    {
        var roundId = await RoundIdAsync();
        var who = DemoPeople.Applicants.Single(a => a.UserName == userName);
        return (await DoAsync<StartApplication, Domain.Applications.Application>(userName, (o, a) => o.RunAsync(roundId, who.Kind, "lyg-haizhou", a, default))).Id;
    }

    /// <summary>A draft filled in so that it can be submitted.</summary>
    public async Task<Guid> FilledAsync(string userName)
    {
        var id = await DraftAsync(userName);
        await FillInAsync(id, DemoPeople.Applicants.Single(a => a.UserName == userName), userName);
        return id;
    }

    /// <summary>Everything that is asked, so that it can be submitted, typed by this account.</summary>
    public Task FillInAsync(Guid id, DemoApplicant who, string userName) =>
        InScopeAsync(async services =>
        {
            var rules = await services.GetRequiredService<RoundRulesReader>().GetAsync(await RoundIdAsync());
            var context = new FormContext(2022, rules.Round.ClosesOn, new DateOnly(2022, 6, 1));
            var actor = await ActorAsync(services, userName);
            foreach (var section in rules.Track(who.Kind).Form.Sections)
            {
                var answers = new AnswersBuilder(section, context, DemoAnswers.Fill(section, who, context));
                foreach (var question in section.Questions)
                {
                    if (question is PhotoQuestion photo)
                    {
                        for (var i = 0; i < photo.MinFiles; i++)
                        {
                            await services.GetRequiredService<AttachFile>().RunAsync(id, section.Id, question.Id, new MemoryStream(SampleFiles.Png), $"照片{i}.png", actor, default);
                        }
                    }
                    else if (question is FileQuestion { Optional: false })
                    {
                        await services.GetRequiredService<AttachFile>().RunAsync(id, section.Id, question.Id, new MemoryStream(SampleFiles.Pdf(question.Label)), $"{question.Id}.pdf", actor, default);
                    }
                    else if (AnswerCompleteness.IsBlank(question, answers.Build(), 0))
                    {
                        answers.Reason(question.Id, "无此项情况");
                    }
                }

                await services.GetRequiredService<SaveSection>().RunAsync(id, section.Id, answers.Build(), 0, actor, default);
            }
        });

    public Task<SubmissionReceipt> SubmitAsync(string userName, Guid id) => DoAsync<SubmitApplication, SubmissionReceipt>(userName, (o, a) => o.RunAsync(id, a, default));

    public static Task<Actor> ActorAsync(IServiceProvider services, string userName) => OpenRound2022.ActorAsync(services, userName);

    protected override Task FillAsync(IServiceProvider services) => OpenRound2022.FillAsync(services);
}
