-- What a tutorial would make of the same cases: two tables, row level security switched on, everybody signed in may read and write.
create table public.cases as
select c.reference, o.name as workplace, o.city, c.state, c.severity, c.main_issue as issue, p.box as status, p.badges[1] as flag,
  p.due_at, p.last_activity, p.unread, d.received_at, d.channel, c.first_answer_at, c.closed_at, c.closed_reason
from portal.case_ c
join portal.organization o on o.id = c.workplace_id
join portal.case_desk d on d.case_id = c.id
join portal.party p on p.case_id = c.id and p.side = 'handshake';
alter table public.cases add primary key (reference);

create table public.messages as
select m.id, c.reference as case_reference, p.side as author, m.body, m.posted_at as created_at
from portal.message m
join portal.case_ c on c.id = m.case_id
join portal.party p on p.id = m.author_party;
alter table public.messages add primary key (id);
alter table public.messages alter column id set default gen_random_uuid();
alter table public.messages alter column created_at set default now();

alter table public.cases enable row level security;
alter table public.messages enable row level security;
create policy "Signed-in people read" on public.cases for select to authenticated using (true);
create policy "Signed-in people read" on public.messages for select to authenticated using (true);
create policy "Signed-in people write" on public.messages for insert to authenticated with check (true);
grant usage on schema public to authenticated;
grant select on public.cases, public.messages to authenticated;
grant insert on public.messages to authenticated;
analyze public.cases;
analyze public.messages;
