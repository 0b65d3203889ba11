-- Groups: many complainants in one case. How many they are is for Handshake alone; each is a party of the side worker.

create table portal.group_ (
  case_id uuid primary key references portal.case_ (id) on delete restrict,
  size_shown text not null default 'hidden' check (size_shown in ('hidden', 'range')),
  said_size integer check (said_size between 2 and 2000000),
  size_range text check (size_range in ('2-4', '5-9', '10-49', '50-199', '200+')),
  told_at timestamptz,
  voice_party uuid references portal.party (id) on delete restrict,
  elected_at timestamptz,
  begun_at timestamptz not null,
  check ((size_shown = 'range') = (size_range is not null)),
  check ((voice_party is null) = (elected_at is null))
);
comment on table portal.group_ is 'That a case is a group''s, what others may know of its size, and who speaks for it.';
comment on column portal.group_.case_id is 'The case.';
comment on column portal.group_.size_shown is 'hidden, or as a range; never exact.';
comment on column portal.group_.said_size is 'How many they say they are; for Handshake alone.';
comment on column portal.group_.size_range is
  'The range as it was worked out when Handshake last said so; it does not move when somebody joins.';
comment on column portal.group_.told_at is
  'Since when others may know that this is a group at all; null before Handshake said so.';
comment on column portal.group_.voice_party is 'Who was elected; null while the first of those present speaks.';
comment on column portal.group_.elected_at is 'When.';
comment on column portal.group_.begun_at is 'When the second one joined.';
create index group_voice on portal.group_ (voice_party);

create table portal.complainant (
  party_id uuid primary key references portal.party (id) on delete restrict,
  case_id uuid not null references portal.group_ (case_id) on delete restrict,
  label smallint not null check (label between 1 and 9999),
  channel text not null check (channel in ('phone', 'chat', 'web', 'walk_in', 'letter')),
  language text not null check (length(language) between 2 and 35),
  joined_at timestamptz not null,
  left_at timestamptz,
  own_case uuid references portal.case_ (id) on delete restrict,
  unique (case_id, label)
);
comment on table portal.complainant is 'One of a group. She and Handshake know her by a number, nobody by a name.';
comment on column portal.complainant.party_id is 'As which party.';
comment on column portal.complainant.case_id is 'Of which group.';
comment on column portal.complainant.label is 'Her number, in the order of joining; never given to anybody else.';
comment on column portal.complainant.channel is 'How she came.';
comment on column portal.complainant.language is 'Her language.';
comment on column portal.complainant.joined_at is 'When.';
comment on column portal.complainant.left_at is 'When she left the group.';
comment on column portal.complainant.own_case is 'The case of her own with which she went on, or from which she came.';
create index complainant_own_case on portal.complainant (own_case);

create table portal.voice_choice (
  party_id uuid primary key references portal.complainant (party_id) on delete restrict,
  case_id uuid not null references portal.group_ (case_id) on delete restrict,
  label smallint check (label between 1 and 9999),
  how text not null check (how in ('portal', 'phone', 'chat', 'walk_in', 'letter')),
  at timestamptz not null
);
comment on table portal.voice_choice is 'Whom each of a group wants to speak for it.';
comment on column portal.voice_choice.party_id is 'Who chooses.';
comment on column portal.voice_choice.case_id is 'Of which group.';
comment on column portal.voice_choice.label is
  'Whom, by number. Whether there is such a number is not said; null when she took it back.';
comment on column portal.voice_choice.how is 'portal, or how she told Handshake.';
comment on column portal.voice_choice.at is 'When.';
create index voice_choice_case on portal.voice_choice (case_id, label);

create table portal.group_total (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null references portal.group_ (case_id) on delete restrict,
  what text not null references portal.remedy_kind (what) on delete restrict,
  currency text check (currency ~ '^[A-Z]{3}$'),
  agreed numeric(16, 2),
  paid numeric(16, 2),
  agreed_at timestamptz not null,
  paid_at timestamptz,
  told_at timestamptz not null
);
comment on table portal.group_total is
  'What was agreed with a group in sum, as Handshake last told the factory: single lines would count the group.';
comment on column portal.group_total.id is 'Random.';
comment on column portal.group_total.case_id is 'The group.';
comment on column portal.group_total.what is 'What: an amount or a deed of the list.';
comment on column portal.group_total.currency is 'Of the amounts; null for a deed.';
comment on column portal.group_total.agreed is 'The sum agreed.';
comment on column portal.group_total.paid is 'The sum paid.';
comment on column portal.group_total.agreed_at is 'When the last of it was agreed.';
comment on column portal.group_total.paid_at is 'When the last of it was paid; null while some of it is not.';
comment on column portal.group_total.told_at is 'When Handshake told the factory.';
create index group_total_case on portal.group_total (case_id);
create index group_total_what on portal.group_total (what);

alter table portal.group_ enable row level security;
alter table portal.group_ force row level security;
alter table portal.complainant enable row level security;
alter table portal.complainant force row level security;
alter table portal.voice_choice enable row level security;
alter table portal.voice_choice force row level security;
alter table portal.group_total enable row level security;
alter table portal.group_total force row level security;
create policy group_handshake on portal.group_ for select to authenticated using ((select private.is_handshake()));
create policy group_keeper on portal.group_ to portal_keeper using (true) with check (true);
create policy complainant_handshake on portal.complainant for select to authenticated using ((select private.is_handshake()));
create policy complainant_own on portal.complainant for select to anon,
  authenticated using (party_id = (select private.my_party()));
create policy complainant_keeper on portal.complainant to portal_keeper using (true) with check (true);
create policy voice_choice_handshake on portal.voice_choice for select to authenticated using ((select private.is_handshake()));
create policy voice_choice_own on portal.voice_choice for select to anon,
  authenticated using (party_id = (select private.my_party()));
create policy voice_choice_keeper on portal.voice_choice to portal_keeper using (true) with check (true);
create policy group_total_handshake on portal.group_total for select to authenticated using ((select private.is_handshake()));
create policy group_total_factory on portal.group_total for select to authenticated
  using (exists (select from portal.party p where p.case_id = group_total.case_id and p.side = 'factory'
    and p.organization_id = (select private.my_organization())));
create policy group_total_keeper on portal.group_total to portal_keeper using (true) with check (true);
grant select on portal.group_, portal.group_total to authenticated;
grant select on portal.voice_choice to anon, authenticated;
-- Where she went on is in the row of the group that she left, which she does not see any more.
grant select (party_id, case_id, label, channel, language, joined_at, left_at) on portal.complainant to anon, authenticated;
grant select, insert, update on portal.group_, portal.complainant, portal.voice_choice to portal_keeper;
grant select, insert, delete on portal.group_total to portal_keeper;
