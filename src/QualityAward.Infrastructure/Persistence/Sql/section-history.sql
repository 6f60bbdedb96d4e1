-- What a foreign key of section_versions would do when an application is deleted, without what it would cost every autosave.
create or replace function refuse_delete_with_history() returns trigger language plpgsql as $$
begin
  if exists (select from section_versions where application_id = old.id) then
    raise foreign_key_violation using message = 'application ' || old.id || ' still has section_versions';
  end if;
  return old;
end;
$$;

create or replace trigger applications_keep_history before delete on applications
  for each row execute function refuse_delete_with_history();
