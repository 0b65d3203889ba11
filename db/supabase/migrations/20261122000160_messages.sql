-- Messages: the original is one row (author and Handshake), what others read is another.

create table portal.message (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null references portal.case_ (id) on delete restrict,
  author_party uuid not null references portal.party (id) on delete restrict,
  author_person uuid references portal.person (id) on delete restrict,
  kind text not null default 'message' check (kind in ('statement', 'message', 'note')),
  body text not null check (length(body) between 1 and 10000),
  wanted uuid[] not null default '{}',
  state text not null default 'held'
    check (state in ('private', 'held', 'released', 'withheld', 'sent_back', 'taken_back')),
  hints text[] not null default '{}',
  entered boolean not null default false,
  posted_at timestamptz not null default now(),
  revision integer not null default 1
);
comment on table portal.message is 'The words as they were written: for their author and Handshake.';
comment on column portal.message.id is 'Random.';
comment on column portal.message.case_id is 'The case.';
comment on column portal.message.author_party is 'Who says it; set by the database from the caller.';
comment on column portal.message.author_person is 'The person behind the party; null for a worker.';
comment on column portal.message.kind is 'statement (what the worker first said), message, or note (internal).';
comment on column portal.message.body is 'The words. Never changed once decided.';
comment on column portal.message.wanted is 'Parties that the author wants to reach, Handshake always among them.';
comment on column portal.message.state is 'What moderation did with it so far.';
comment on column portal.message.hints is 'What a moderator should look at: phone, id_number, asks_who.';
comment on column portal.message.entered is 'Said on the telephone and taken down by Handshake, word for word.';
comment on column portal.message.posted_at is 'When.';
comment on column portal.message.revision is 'Grows with each change while held; a stale one is refused.';
create index message_thread on portal.message (case_id, posted_at, id);
create index message_author on portal.message (author_party);
create index message_person on portal.message (author_person);
-- What the policies look at stands beside: counting what waits then reads the index alone.
create index message_queue on portal.message (posted_at, id) include (kind, author_party) where state = 'held';

create table portal.release (
  id uuid primary key default gen_random_uuid(),
  message_id uuid not null references portal.message (id) on delete restrict,
  case_id uuid not null references portal.case_ (id) on delete restrict,
  author_party uuid not null references portal.party (id) on delete restrict,
  kind text not null default 'message' check (kind in ('statement', 'message')),
  audience uuid[] not null,
  body text not null check (length(body) between 1 and 12000),
  removed integer not null default 0 check (removed >= 0),
  entered boolean not null default false,
  posted_at timestamptz not null,
  released_at timestamptz not null default now(),
  released_by uuid references portal.person (id) on delete restrict
);
comment on table portal.release is 'What others than the author read of a message.';
comment on column portal.release.id is 'Random.';
comment on column portal.release.message_id is 'Of which message.';
comment on column portal.release.case_id is 'The case.';
comment on column portal.release.author_party is 'Who said it; not readable itself, for it would count a group.';
comment on column portal.release.kind is 'statement or message.';
comment on column portal.release.audience is 'Party ids that may read it; not readable itself, for it would name other brands.';
comment on column portal.release.body is 'The words, passages removed.';
comment on column portal.release.removed is 'How many passages were removed.';
comment on column portal.release.entered is 'Said on the telephone and taken down by Handshake.';
comment on column portal.release.posted_at is 'When the author wrote it.';
comment on column portal.release.released_at is 'When it was let through.';
comment on column portal.release.released_by is 'By whom; not readable by parties.';
create index release_thread on portal.release (case_id, posted_at, id);
create index release_message on portal.release (message_id);
create index release_author on portal.release (author_party);
create index release_by on portal.release (released_by);

create table portal.decision (
  id uuid primary key default gen_random_uuid(),
  message_id uuid not null references portal.message (id) on delete restrict,
  case_id uuid not null references portal.case_ (id) on delete restrict,
  outcome text not null check (outcome in ('release', 'withhold', 'send_back')),
  reason text not null check (reason in (
    'nothing', 'identifies', 'asks_who', 'insult', 'threat', 'settlement', 'other_case', 'unreadable')),
  note text check (length(note) <= 2000),
  decided_by uuid not null references portal.person (id) on delete restrict,
  decided_at timestamptz not null default now()
);
comment on table portal.decision is 'What a moderator decided on a message, and why. A row, never an edit.';
comment on column portal.decision.id is 'Random.';
comment on column portal.decision.message_id is 'On which message.';
comment on column portal.decision.case_id is 'The case.';
comment on column portal.decision.outcome is 'release, withhold or send_back.';
comment on column portal.decision.reason is 'Why, as a code of the catalogue.';
comment on column portal.decision.note is 'Words to the author.';
comment on column portal.decision.decided_by is 'By whom; not readable by parties.';
comment on column portal.decision.decided_at is 'When.';
create index decision_message on portal.decision (message_id, decided_at);
create index decision_case on portal.decision (case_id);
create index decision_by on portal.decision (decided_by);

alter table portal.message enable row level security;
alter table portal.message force row level security;
alter table portal.release enable row level security;
alter table portal.release force row level security;
alter table portal.decision enable row level security;
alter table portal.decision force row level security;

create policy message_author on portal.message for select to anon, authenticated
  using (exists (select from portal.party p where p.id = message.author_party
    and (p.organization_id = (select private.my_organization()) or p.id = (select private.my_party()))));
create policy message_handshake on portal.message for select to authenticated
  using ((select private.is_handshake()));
-- The guardian of identities reads what the worker first said and the notes, not the talk (DOMAIN 5).
create policy message_custodian on portal.message as restrictive for select to authenticated
  using (kind in ('statement', 'note') or (select private.my_role()) is distinct from 'custodian');
create policy message_note on portal.message as restrictive for select to anon, authenticated
  using (kind <> 'note' or (select private.is_handshake()));
create policy message_posts on portal.message for insert to anon, authenticated
  with check (exists (select from portal.party p where p.id = message.author_party and p.case_id = message.case_id
    and (p.organization_id = (select private.my_organization()) or p.id = (select private.my_party()))));
-- The custodian guards identities and writes nothing into a thread; a preview writes nothing at all.
create policy message_writers on portal.message as restrictive for insert to anon, authenticated
  with check ((select private.my_role()) in ('worker', 'factory', 'brand', 'coordinator', 'supervisor')
    and (kind <> 'note' or (select private.is_desk()))
    and (kind <> 'statement')
    and not (select private.previewing()));
create policy message_mends on portal.message for update to anon, authenticated
  using (state = 'held' and not (select private.previewing()) and exists (select from portal.party p where p.id = message.author_party
    and (p.organization_id = (select private.my_organization()) or p.id = (select private.my_party()))))
  with check (state in ('held', 'taken_back'));
create policy message_keeper on portal.message to portal_keeper using (true) with check (true);

create policy release_reader on portal.release for select to anon, authenticated
  using (exists (select from portal.party p where p.case_id = release.case_id
    and (p.id = any (release.audience) or p.id = release.author_party)));
create policy release_custodian on portal.release as restrictive for select to authenticated
  using (kind = 'statement' or (select private.my_role()) is distinct from 'custodian');
create policy release_keeper on portal.release to portal_keeper using (true) with check (true);

create policy decision_author on portal.decision for select to anon, authenticated
  using (exists (select from portal.message m where m.id = decision.message_id));
create policy decision_keeper on portal.decision to portal_keeper using (true) with check (true);

grant select (id, case_id, author_party, kind, body, wanted, state, hints, entered, posted_at, revision),
  insert (id, case_id, author_party, kind, body, wanted),
  update (body, state) on portal.message to anon, authenticated;
-- author_party is not granted: of a group it would tell apart, and count, those whose words somebody reads.
grant select (id, message_id, case_id, kind, body, removed, entered, posted_at, released_at)
  on portal.release to anon, authenticated;
grant select (id, message_id, case_id, outcome, reason, note, decided_at) on portal.decision to anon, authenticated;
grant select, insert, update on portal.message, portal.release to portal_keeper;
grant select, insert on portal.decision to portal_keeper;
