-- Messages to Discord, written with their cause and sent afterwards.

-- :outbox_add  The same key again is the same message.
insert into outbox (guild_id, message_key, target_kind, target_id, media_type, body, created_at,
                    due_at)
values ($1, $2, $3, $4, $5, $6, $7, $7)
    on conflict do nothing;

-- :outbox_due
select guild_id, message_key, target_kind, target_id, media_type, body, created_at, due_at,
       attempts
  from outbox
 where done_at is null and due_at <= $1
 order by due_at
 limit $2;

-- :outbox_hold  Ours until $4; no row when somebody was faster.
update outbox
   set due_at = $4, attempts = attempts + 1
 where guild_id = $1 and message_key = $2 and due_at = $3 and done_at is null;

-- :outbox_later
update outbox
   set due_at = $3, failure = $4
 where guild_id = $1 and message_key = $2 and done_at is null;

-- :outbox_done  What was said is nobody's business any more; that it was is kept a while.
update outbox
   set done_at = $3, failure = $4, body = $5
 where guild_id = $1 and message_key = $2 and done_at is null;

-- :outbox_sweep
delete from outbox where done_at < $1;

-- :outbox_waiting
select count(*) from outbox where done_at is null;

-- :outbox_failures  A server's that will never arrive, the newest first.
select target_kind, target_id, created_at, done_at, attempts, failure
  from outbox
 where guild_id = $1 and done_at is not null and failure is not null
 order by done_at desc
 limit $2;
