using Npgsql;

namespace QualityAward.Benchmarks;

/// <summary>
/// Many applications as copies of one, by the database itself. <c>jsonb_populate_record</c> takes the template's row and exchanges some columns, so that
/// this stays right when a table gets another column.
/// </summary>
internal static class BulkFill
{
    /// <summary>
    /// Ten rounds of the same office, the present one among them. Of the present round a fifth are drafts, two fifths wait for recommendations or
    /// the eligibility review, the rest is with the experts; of earlier rounds half ended, half won. Every tenth application has all its sections, the others one.
    /// </summary>
    private static readonly string[] Statements =
    [
        """
        create temporary table bulk as
        select n, md5('application' || n)::uuid as id, md5('party' || n)::uuid as party, md5('user' || n)::uuid as account,
            case when n % 10 = 0 then null else md5('round' || n % 10)::uuid end as round
        from generate_series(1, $1) n
        """,
        """
        insert into rounds
        select (jsonb_populate_record(r, jsonb_build_object('id', md5('round' || n)::uuid, 'name', r.name || n, 'year', r.year - n, 'state', 'Closed', 'opens_on', r.opens_on - 365 * n, 'closes_on', r.closes_on - 365 * n))).*
        from rounds r, generate_series(1, 9) n where r.id = (select round_id from applications where id = $1)
        """,
        """
        insert into parties
        select (jsonb_populate_record(p, jsonb_build_object('id', b.party, 'name', '示例企业' || b.n || '有限公司', 'credit_code', 'B' || lpad(b.n::text, 17, '0')))).*
        from parties p, bulk b where p.id = (select party_id from applications where id = $1)
        """,
        """
        insert into users
        select (jsonb_populate_record(u, jsonb_build_object('id', b.account, 'party_id', b.party, 'user_name', 'bulk' || b.n, 'normalized_user_name', 'BULK' || b.n, 'email', null, 'normalized_email', null))).*
        from users u, bulk b where u.id = (select owner_id from applications where id = $1)
        """,
        """
        insert into applications
        select (jsonb_populate_record(a, jsonb_build_object(
            'id', b.id, 'party_id', b.party, 'owner_id', b.account, 'applicant_name', '示例企业' || b.n || '有限公司',
            'round_id', coalesce(b.round, a.round_id), 'channel_code', ($2::text[])[1 + b.n % cardinality($2::text[])],
            'receipt_number', case when b.round is null and b.n / 10 % 5 = 0 then null else 'T' || b.n end,
            'submitted_at', case when b.round is null and b.n / 10 % 5 = 0 then null else a.started_at end,
            'stage', case when b.round is null then (array['Application', 'Recommendation', 'EligibilityReview', 'DocumentReview', 'DocumentReview'])[1 + b.n / 10 % 5]
                when b.n % 2 = 0 then 'Supervision' else 'EligibilityReview' end,
            'ending', case when b.round is null or b.n % 2 = 0 then null else 'NotAccepted' end))).*
        from applications a, bulk b where a.id = $1
        """,
        """
        insert into application_collaborators
        select (jsonb_populate_record(c, jsonb_build_object('id', md5('collaborator' || b.n)::uuid, 'application_id', b.id, 'user_id', b.account))).*
        from application_collaborators c, bulk b where c.application_id = $1 and c."right" = 'Own'
        """,
        """
        insert into application_sections
        select (jsonb_populate_record(s, jsonb_build_object('application_id', b.id))).*
        from application_sections s, bulk b where s.application_id = $1 and (b.n % 10 = 0 or s.section_id = $3)
        """,
        """
        insert into honours
        select (jsonb_populate_record(null::honours, jsonb_build_object('id', md5('honour' || b.n)::uuid, 'programme_code', 'lianyungang-mayor', 'programme_name', '市长质量奖', 'tier_code', 'prize',
            'tier_name', '市长质量奖', 'track', 'Organisation', 'holder_name', '示例企业' || b.n || '有限公司', 'award_year', 2012 + b.n % 10, 'status', 'InForce', 'version', 0))).*
        from bulk b where b.n % 20 = 2
        """,
        "analyze",
    ];

    public static async Task RunAsync(NpgsqlDataSource source, Guid template, int count, string[] channels, string sectionId)
    {
        await using var connection = await source.OpenConnectionAsync();
        foreach (var statement in Statements)
        {
            await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 600 };
            if (statement.StartsWith("create", StringComparison.Ordinal))
            {
                // A statement that makes a table takes no parameters.
                command.CommandText = statement.Replace("$1", count.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
            }
            else if (statement.Contains("$1", StringComparison.Ordinal))
            {
                command.Parameters.AddWithValue(template);
                if (statement.Contains("$2", StringComparison.Ordinal) || statement.Contains("$3", StringComparison.Ordinal))
                {
                    command.Parameters.AddWithValue(channels);
                    command.Parameters.AddWithValue(sectionId);
                }
            }

            await command.ExecuteNonQueryAsync();
        }
    }
}
