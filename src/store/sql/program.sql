-- What the program remembers for itself: gateway sessions, command registrations.

-- :gateway_session_load
select session_id, resume_url, sequence, saved_at
  from gateway_session
 where shard = $1 and shards = $2;

-- :gateway_session_save
insert into gateway_session (shard, shards, session_id, resume_url, sequence, saved_at)
values ($1, $2, $3, $4, $5, $6)
    on conflict (shard) do update
   set shards = excluded.shards, session_id = excluded.session_id,
       resume_url = excluded.resume_url, sequence = excluded.sequence,
       saved_at = excluded.saved_at;

-- :gateway_session_forget
delete from gateway_session where shard = $1;

-- :registration_load
select hash from registration where scope = $1;

-- :registration_save
insert into registration (scope, hash, saved_at) values ($1, $2, $3)
    on conflict (scope) do update
   set hash = excluded.hash, saved_at = excluded.saved_at;
