-- The first supervisor: nobody is there to invite them, so the owner of the database does, once.

create function private.invite_first_supervisor(email text, code_hash text) returns text
language plpgsql volatile
as $$
declare
  address text := private.check_email(invite_first_supervisor.email);
  house uuid;
begin
  if (invite_first_supervisor.code_hash ~ '^[0-9a-f]{64}$') is not true then
    perform private.refuse('400', 'value_invalid', 'A code is the SHA-256 of 32 random bytes.', '{"field": "code_hash"}');
  end if;
  if exists (select from portal.person p where p.role = 'supervisor' and p.suspended_at is null) then
    perform private.refuse('409', 'supervisor_exists', 'There is a supervisor already, who invites everybody else on the page People.');
  end if;
  insert into portal.organization (kind, name) values ('handshake', 'Handshake') on conflict do nothing;
  select o.id into strict house from portal.organization o where o.kind = 'handshake';
  -- Asking again replaces what was asked before: only the last link opens.
  update portal.invitation i set expires_at = now()
  where i.invited_by is null and i.accepted_at is null and i.expires_at > now();
  insert into portal.invitation (code_hash, email, organization_id, role)
  values (private.digest(invite_first_supervisor.code_hash), address, house, 'supervisor');
  return 'Invited. The link opens for seven days.';
end
$$;
comment on function private.invite_first_supervisor is
  'For the owner of the database alone: makes the organisation Handshake, and an invitation for its first supervisor.';
revoke all on function private.invite_first_supervisor(text, text) from public;
