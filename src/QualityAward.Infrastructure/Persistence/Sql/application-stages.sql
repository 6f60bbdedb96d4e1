-- The desks and queues count what waits at a stage. Most cases of an installation are over: only the open ones stand in these indexes, so that a desk
-- costs the same after ten years. EF Core cannot put an index on a member of a complex property.
create index if not exists ix_applications_open_by_authority on applications (authority_code, stage) where ending is null and stage <> 'Supervision';

create index if not exists ix_applications_open_by_channel on applications (channel_code, stage) where ending is null and stage <> 'Supervision';

create index if not exists ix_applications_open_by_round on applications (round_id, stage) where ending is null and stage <> 'Supervision';
