-- What was handed in to the next level never changes: the database itself refuses update and delete, whoever asks.
create or replace function refuse_batch_change() returns trigger language plpgsql as $$
begin
  raise exception 'recommendation_batches are final';
end;
$$;

create or replace trigger recommendation_batches_no_change before update or delete on recommendation_batches
  for each row execute function refuse_batch_change();

create or replace trigger recommendation_batches_no_truncate before truncate on recommendation_batches
  for each statement execute function refuse_batch_change();
