namespace QualityAward.Web.Access;

/// <summary>
/// Marks an operation (办理操作): one class per verb, beside its page, that loads the aggregate, calls its verb and saves. Takes the DbContext, the
/// clock, an actor and plain values, so that pages, jobs and the demo call the same one. Found by scanning and registered as scoped.
/// </summary>
#pragma warning disable CA1040 // The mark is what registration looks for.
public interface IOperation;
#pragma warning restore CA1040
