using QualityAward.Domain.Audit;

namespace QualityAward.Domain;

/// <summary>Base of what is loaded and saved whole (聚合): an id, a version against lost updates, and the events that become audit entries.</summary>
public abstract class AggregateRoot
{
    private readonly List<CaseEvent> _events = [];

    public Guid Id { get; protected init; }

    /// <summary>Counts the saves; the loser of two savers gets <see cref="StaleVersionException"/>. Raised by the DbContext.</summary>
    public int Version { get; private set; }

    /// <summary>Events since the last save; the DbContext turns them into audit entries in the same transaction.</summary>
    public IReadOnlyList<CaseEvent> Events => _events;

    public void ClearEvents() => _events.Clear();

    /// <summary>Marks the aggregate as changed although only its parts changed, so that its version protects them too.</summary>
    public void RaiseVersion() => Version++;

    protected void Record(CaseEvent happened) => _events.Add(happened);
}
