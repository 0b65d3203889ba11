-- Policies: the protocols that everybody here works by, each version as it was published, and who has read it.

create table portal.policy (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('procedure', 'zero_tolerance', 'strike', 'report_sharing')),
  country text check (country ~ '^[A-Z]{2}$'),
  version smallint not null check (version between 1 and 999),
  published_at timestamptz not null,
  holds_from date not null,
  binds text[] not null check (binds <@ array['workplace', 'brand', 'handshake'] and binds <> '{}'),
  published_by uuid references portal.person (id) on delete restrict,
  unique nulls not distinct (kind, country, version)
);
comment on table portal.policy is 'A version of a protocol or policy. What was published is never changed: the next version says what is new.';
comment on column portal.policy.id is 'Random.';
comment on column portal.policy.kind is 'procedure, zero_tolerance, strike or report_sharing.';
comment on column portal.policy.country is 'What it adds for workplaces of which country; null for what holds everywhere.';
comment on column portal.policy.version is '1, 2, 3 within its kind and country.';
comment on column portal.policy.published_at is 'When it was published.';
comment on column portal.policy.holds_from is 'From which day on it holds.';
comment on column portal.policy.binds is 'Whom it binds: organisations of these kinds.';
comment on column portal.policy.published_by is 'Who published it; null for what came with the portal.';
create index policy_published_by on portal.policy (published_by);

create table portal.policy_text (
  policy_id uuid not null references portal.policy (id) on delete restrict,
  language text not null check (language in ('en', 'zh-Hans')),
  body text not null check (length(body) between 1 and 20000),
  changed text not null check (length(changed) between 1 and 2000),
  primary key (policy_id, language)
);
comment on table portal.policy_text is 'The words of a version, in each language. A line that begins with # is a heading, one with - a point of a list.';
comment on column portal.policy_text.policy_id is 'Of which version.';
comment on column portal.policy_text.language is 'en or zh-Hans.';
comment on column portal.policy_text.body is 'The whole text.';
comment on column portal.policy_text.changed is 'What is new since the version before, in a few sentences.';

create table portal.policy_reading (
  policy_id uuid not null references portal.policy (id) on delete restrict,
  person_id uuid not null references portal.person (id) on delete restrict,
  organization_id uuid not null references portal.organization (id) on delete restrict,
  at timestamptz not null,
  primary key (policy_id, person_id)
);
comment on table portal.policy_reading is 'Who has said "I have read this and work by it".';
comment on column portal.policy_reading.policy_id is 'Which version.';
comment on column portal.policy_reading.person_id is 'Who.';
comment on column portal.policy_reading.organization_id is 'For which organisation: that of the person at that time.';
comment on column portal.policy_reading.at is 'When.';
create index policy_reading_person on portal.policy_reading (person_id);
create index policy_reading_organization on portal.policy_reading (organization_id);

alter table portal.policy enable row level security;
alter table portal.policy force row level security;
alter table portal.policy_text enable row level security;
alter table portal.policy_text force row level security;
alter table portal.policy_reading enable row level security;
alter table portal.policy_reading force row level security;

-- The texts are public: a worker may read by what rules she is heard.
create policy policy_all on portal.policy for select to anon, authenticated using (true);
create policy policy_keeper on portal.policy to portal_keeper using (true) with check (true);
create policy policy_text_all on portal.policy_text for select to anon, authenticated using (true);
create policy policy_text_keeper on portal.policy_text to portal_keeper using (true) with check (true);
create policy policy_reading_own on portal.policy_reading for select to authenticated
  using (organization_id = (select private.my_organization()));
create policy policy_reading_supervisor on portal.policy_reading for select to authenticated using ((select private.is_supervisor()));
create policy policy_reading_not_previewed on portal.policy_reading as restrictive for select to authenticated
  using (not (select private.previewing()));
create policy policy_reading_keeper on portal.policy_reading to portal_keeper using (true) with check (true);
grant select (id, kind, country, version, published_at, holds_from, binds) on portal.policy to anon, authenticated;
grant select on portal.policy_text to anon, authenticated;
grant select on portal.policy_reading to authenticated;
grant select, insert on portal.policy, portal.policy_text, portal.policy_reading to portal_keeper;

create function private.policy_holds(one portal.policy) returns boolean
language sql stable
as $$
  select not exists (select from portal.policy n
    where n.kind = one.kind and n.country is not distinct from one.country and n.version > one.version)
$$;
comment on function private.policy_holds is 'Whether there is no newer version of it.';

create function private.policy_binds(one portal.policy, organization portal.organization) returns boolean
language sql stable
as $$
  select organization.kind = any (one.binds) and organization.ended_at is null
    -- The text of a country adds to the general one for its workplaces; brands and Handshake work with all of them.
    and (organization.kind <> 'workplace' or one.country is null or one.country = organization.country)
$$;
comment on function private.policy_binds is 'Whether a version is one that an organisation works by.';

create function private.keep_policy(
  kind text, country text, after_version integer, holds_from date, texts portal.policy_text[], published_by uuid
) returns uuid
language plpgsql volatile
as $$
declare
  before portal.policy;
  made portal.policy;
begin
  -- Two that publish at once take turns, and the second is told that there is a newer version.
  perform pg_advisory_xact_lock(hashtext('portal.policy'));
  select * into before from portal.policy p
  where p.kind = keep_policy.kind and p.country is not distinct from keep_policy.country
  order by p.version desc limit 1;
  if coalesce(before.version, 0) is distinct from keep_policy.after_version then
    perform private.refuse('409', 'policy_changed', 'Somebody published a newer version. Read it, then write yours.',
      jsonb_build_object('version', coalesce(before.version, 0)));
  end if;
  insert into portal.policy (kind, country, version, published_at, holds_from, binds, published_by)
  values (keep_policy.kind, keep_policy.country, coalesce(before.version, 0) + 1, private.clock_now(), keep_policy.holds_from,
    case keep_policy.kind when 'strike' then array['brand', 'handshake'] else array['workplace', 'brand', 'handshake'] end,
    keep_policy.published_by)
  returning * into made;
  insert into portal.policy_text (policy_id, language, body, changed)
  select made.id, t.language, t.body, t.changed from unnest(keep_policy.texts) t;
  insert into portal.notice (person_id, kind, thing, at)
  select w.id, 'policy', made.id::text, private.clock_now()
  from portal.person w join portal.organization o on o.id = w.organization_id
  where w.suspended_at is null and w.user_id is not null and w.id is distinct from keep_policy.published_by
    and private.policy_binds(made, o)
  order by w.id
  on conflict do nothing;
  return made.id;
end
$$;
comment on function private.keep_policy is
  'Keeps the version that follows `after_version` (0 for none), and tells everybody whom it binds. The strike protocol is no business of a workplace.';
grant execute on function private.policy_holds(portal.policy) to anon, authenticated, portal_keeper;
grant execute on function private.policy_binds(portal.policy, portal.organization) to authenticated, portal_keeper;
grant execute on function private.keep_policy(text, text, integer, date, portal.policy_text[], uuid) to portal_keeper;
