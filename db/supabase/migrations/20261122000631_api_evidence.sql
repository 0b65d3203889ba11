-- The evidence pack of a brand: what was made, what is in a new one, and the finished archive.

create function api.evidence() returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  perform private.at_reports('{brand,supervisor}');
  return private.evidence_packs();
end
$$;
comment on function api.evidence is 'The evidence packs that were made.';

create function api.evidence_pack(request_id uuid, from_month text, to_month text, brand uuid default null) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform private.done_before(evidence_pack.request_id, jsonb_build_array('evidence_pack', from_month, to_month, brand)::text);
  return private.make_evidence(evidence_pack.request_id, evidence_pack.from_month, evidence_pack.to_month, evidence_pack.brand);
end
$$;
comment on function api.evidence_pack is 'The content of a pack for the caller''s brand, or for a brand that a supervisor names. That it was made is written down.';

create function api.finish_evidence(request_id uuid, pack uuid, file uuid) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if not private.done_before(finish_evidence.request_id, jsonb_build_array('finish_evidence', pack, file)::text) then
    perform private.finish_evidence(finish_evidence.pack, finish_evidence.file);
  end if;
  return api.evidence();
end
$$;
comment on function api.finish_evidence is 'The archive is finished and lies in the store.';

create function api.open_evidence(pack uuid) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select private.open_evidence(open_evidence.pack) $$;
comment on function api.open_evidence is 'Where the archive of a pack lies, for whoever made it.';

grant execute on function api.evidence(), api.evidence_pack(uuid, text, text, uuid), api.finish_evidence(uuid, uuid, uuid),
  api.open_evidence(uuid) to authenticated;
