-- Files that were reserved and never posted: somebody closed the window, or the connection broke.

create function private.tick_files(at timestamptz) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one uuid;
  removed integer := 0;
begin
  for one in
    select a.id from portal.attachment a where a.message_id is null and a.reserved_at < tick_files.at - interval '1 day'
      -- What is evidence stays without a message; a thousand of it must not stand before what was left.
      and not exists (select from portal.evidence e where e.attachment_id = a.id)
    order by a.reserved_at limit 1000 for update skip locked
  loop
    begin
      delete from portal.attachment a where a.id = one;
      removed := removed + 1;
    exception when foreign_key_violation or restrict_violation then
      -- It was taken as evidence in this moment, or hangs on something else, and stays.
      null;
    end;
  end loop;
  return jsonb_build_object('removed', removed);
end
$$;
alter function private.tick_files(timestamptz) owner to portal_keeper;
comment on function private.tick_files is 'Forgets reservations of files older than a day that no message carries. Their bytes go with the next sweep of the store.';
