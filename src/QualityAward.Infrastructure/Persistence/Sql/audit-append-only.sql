-- The audit trail is append-only: the database itself refuses update, delete and truncate, whoever asks.
create or replace function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit_entries is append-only';
end;
$$;

create or replace trigger audit_entries_no_change before update or delete on audit_entries
  for each row execute function refuse_audit_change();

create or replace trigger audit_entries_no_truncate before truncate on audit_entries
  for each statement execute function refuse_audit_change();
