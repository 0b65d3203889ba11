-- Bulletins: what the brands of a site are told about a strike, and their receipt. A brand never learns which others were told.

create table portal.bulletin (
  id uuid primary key default gen_random_uuid(),
  strike_id uuid not null references portal.strike (id) on delete restrict,
  workplace_id uuid not null references portal.organization (id) on delete restrict,
  level smallint not null check (level between 0 and 4),
  facts text not null check (length(facts) between 1 and 3000),
  unknown text not null check (length(unknown) between 1 and 3000),
  ask text not null check (length(ask) between 1 and 3000),
  drafted_at timestamptz not null,
  drafted_by uuid references portal.person (id) on delete restrict,
  released_at timestamptz,
  released_by uuid references portal.person (id) on delete restrict,
  revision integer not null default 1,
  check ((released_at is null) = (released_by is null)),
  check (drafted_by is distinct from released_by or released_by is null)
);
comment on table portal.bulletin is 'A notice about a strike to the brands of the site: what is known, what is not, what is asked. Two people of Handshake.';
comment on column portal.bulletin.id is 'Random.';
comment on column portal.bulletin.strike_id is 'About which strike.';
comment on column portal.bulletin.workplace_id is 'At which site.';
comment on column portal.bulletin.level is 'The level it speaks of.';
comment on column portal.bulletin.facts is 'What is known.';
comment on column portal.bulletin.unknown is 'What is not known.';
comment on column portal.bulletin.ask is 'What the brand is asked for. Never to withdraw orders.';
comment on column portal.bulletin.drafted_at is 'When it was last changed.';
comment on column portal.bulletin.drafted_by is 'By whom; not readable by brands.';
comment on column portal.bulletin.released_at is 'When it went to the brands; null while it is a draft.';
comment on column portal.bulletin.released_by is 'By whom, never the one who wrote it; not readable by brands.';
comment on column portal.bulletin.revision is 'Grows with each change of the draft; a stale one is refused.';
create index bulletin_strike on portal.bulletin (strike_id, drafted_at);
create index bulletin_workplace on portal.bulletin (workplace_id);
create index bulletin_drafted_by on portal.bulletin (drafted_by);
create index bulletin_released_by on portal.bulletin (released_by);

create table portal.bulletin_reader (
  bulletin_id uuid not null references portal.bulletin (id) on delete restrict,
  brand_id uuid not null references portal.organization (id) on delete restrict,
  workplace_id uuid not null references portal.organization (id) on delete restrict,
  told_at timestamptz not null,
  acknowledged_at timestamptz,
  acknowledged_by uuid references portal.person (id) on delete restrict,
  primary key (bulletin_id, brand_id)
);
comment on table portal.bulletin_reader is 'A brand that sourced from the site when a bulletin was released, and whether it confirmed receipt.';
comment on column portal.bulletin_reader.bulletin_id is 'The bulletin.';
comment on column portal.bulletin_reader.brand_id is 'The brand.';
comment on column portal.bulletin_reader.workplace_id is 'The site, so that a link that ended shuts the door.';
comment on column portal.bulletin_reader.told_at is 'Since when the brand can read it.';
comment on column portal.bulletin_reader.acknowledged_at is 'When the brand confirmed that it received it.';
comment on column portal.bulletin_reader.acknowledged_by is 'Who of the brand; for Handshake.';
create index bulletin_reader_brand on portal.bulletin_reader (brand_id, told_at desc);
create index bulletin_reader_workplace on portal.bulletin_reader (workplace_id);
create index bulletin_reader_by on portal.bulletin_reader (acknowledged_by);

alter table portal.bulletin enable row level security;
alter table portal.bulletin force row level security;
alter table portal.bulletin_reader enable row level security;
alter table portal.bulletin_reader force row level security;
-- A brand that stopped sourcing reads no more of the site, what came before included.
create policy bulletin_reader_brand on portal.bulletin_reader for select to authenticated
  using (brand_id = (select private.my_organization()) and (select private.my_role()) = 'brand'
    and exists (select from portal.supply_link l
      where l.brand_id = bulletin_reader.brand_id and l.workplace_id = bulletin_reader.workplace_id and l.until is null));
create policy bulletin_reader_keeper on portal.bulletin_reader to portal_keeper using (true) with check (true);
create policy bulletin_brand on portal.bulletin for select to authenticated
  using (released_at is not null and exists (select from portal.bulletin_reader r where r.bulletin_id = bulletin.id));
create policy bulletin_keeper on portal.bulletin to portal_keeper using (true) with check (true);
grant select (id, workplace_id, level, facts, unknown, ask, released_at) on portal.bulletin to authenticated;
grant select (bulletin_id, brand_id, workplace_id, told_at, acknowledged_at) on portal.bulletin_reader to authenticated;
grant select, insert, update on portal.bulletin, portal.bulletin_reader to portal_keeper;

-- What the desk writes names nobody, and asks no brand to leave.
create function private.names_somebody(words text) returns boolean
language sql immutable
as $$
  select cardinality(private.find_hints(s.words)) > 0
    or s.words ~ 'HS-[0-9A-Z]{4}-[0-9A-Z]{4}'
    or s.words ~ '\m(Mr|Mrs|Ms|Miss|Mister|Madam)\M\.?\s*[A-Z]'
    or s.words ~ '[\u4e00-\u9fff]\s*(先生|女士|小姐|师傅)'
    or regexp_replace(s.words, '(team|line|group|shift|party)[ -]?leaders?', '', 'gi') ~* '\m(ring)?leaders?\M|\m(organi[sz]ers?|instigators?|agitators?)\M'
    or s.words ~ '(带头|领头|牵头人|为首|组织者|煽动者|发起人)'
  -- A date is no telephone number.
  from (select regexp_replace(names_somebody.words, '\d{4}-\d{2}-\d{2}', '', 'g') as words) s
$$;
comment on function private.names_somebody is
  'Whether a text hints at a person, a case or whoever leads: a number, a form of address, "who organised it".';

create function private.asks_to_withdraw(words text) returns boolean
language sql immutable
as $$
  -- "Do not cancel orders" is what we ask for: negated phrases are taken out before the rest is looked at.
  with bare as (
    select regexp_replace(regexp_replace(asks_to_withdraw.words,
      '\m(not|never|without|no|n''t|instead of|rather than|refrain from|avoid)\s+(to\s+|any\s+)?\w+(\s+or\s+\w+)?(\s+\w+){0,4}?\s+orders?\M', ' ', 'gi'),
      '(不要|请勿|勿|不得|避免|不能|不应|不会|不)[^，。；,;.]{0,6}(撤|取消|停|减|转)[^，。；,;.]{0,6}(订单|下单|单)', ' ', 'g') as words
  )
  select b.words ~* '\m(withdraw|cancel|pull|stop|suspend|cut|reduce|move|shift|halt|pause|place no)\w*\s+((\w|[-''’])+\s+){0,4}orders?\M'
    or b.words ~* '\morders?\s+((\w|[-''’])+\s+){0,3}(withdrawn|cancel+ed|pulled|stopped|suspended|reduced|moved|halted)\M'
    or b.words ~* '\m(withdrawal|cancellation|suspension) of\s+((\w|[-''’])+\s+){0,2}orders?\M'
    or b.words ~ '(撤|取消|暂停|停止|减少|削减|转移|转走)[^，。；,;.]{0,6}(订单|下单)|撤单|砍单|停单'
  from bare b
$$;
comment on function private.asks_to_withdraw is 'Whether a text asks a brand to take orders away. Saying that it must not do so is welcome.';

create function private.strike_words(words text, field text, most integer) returns text
language plpgsql immutable
as $$
declare
  clean text := private.check_words(words, field, most);
begin
  if private.names_somebody(clean) then
    perform private.refuse('403', 'guard_names_somebody', 'This text hints at a person. Handshake names nobody and stays neutral.',
      jsonb_build_object('field', field));
  end if;
  return clean;
end
$$;
comment on function private.strike_words is 'The words without invisible controls; refuses what hints at a person.';
grant execute on function private.names_somebody(text), private.asks_to_withdraw(text), private.strike_words(text, text, integer)
to authenticated, portal_keeper;
