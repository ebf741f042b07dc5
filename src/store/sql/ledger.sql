-- The ledger: punches, appended and never changed, and the server's chain head.

-- :punch_by_key
select sequence, session_id, member_id, actor_id, kind, source, made_at, received_at,
       request_key, estimated, device_unknown, hash
  from punch
 where guild_id = $1 and request_key = $2;

-- :punch_last_at  When the member last did anything, or all was purged: a click from before
-- that is late, also one that comes again.  Null: never.
select max(t.made_at)
  from (select (select made_at
                  from punch
                 where guild_id = $1 and member_id = $2
                 order by sequence desc
                 limit 1) as made_at
         union all
        select made_at from chain_checkpoint where guild_id = $1) t;

-- :punch_add
insert into punch (guild_id, sequence, session_id, member_id, actor_id, kind, source, made_at,
                   received_at, request_key, estimated, device_unknown, hash)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- :guild_move_head  No row when somebody else moved it, which the server's lock forbids.
update guild
   set head_sequence = $2, head_hash = $3
 where guild_id = $1 and head_sequence + 1 = $2;

-- :chain_state  The head, and where retention last cut the chain.
select g.head_sequence, g.head_hash, c.sequence, c.hash
  from guild g
  left join chain_checkpoint c
    on c.guild_id = g.guild_id
   and c.sequence = (select max(sequence) from chain_checkpoint where guild_id = g.guild_id)
 where g.guild_id = $1;

-- :punches_after  The chain; where a punch was erased, its stone, which has a hash only.
select sequence, session_id, member_id, actor_id, kind, source, made_at, received_at,
       request_key, estimated, device_unknown, hash
  from punch
 where guild_id = $1 and sequence > $2
 union all
select sequence, null, null, null, null, null, null, null, null, null, null, hash
  from punch_stone
 where guild_id = $1 and sequence > $2
 order by 1;

-- :punches_of_member  A member's part of it; those of sessions that retention removed are not
-- asked for.
select sequence, session_id, member_id, actor_id, kind, source, made_at, received_at,
       request_key, estimated, device_unknown, hash
  from punch
 where guild_id = $1 and member_id = $2 and session_id > $3
 order by sequence;

-- :members_after  Everyone who has punches or sessions, a page at a time; no pseudonyms, whose
-- ids are below 0.
select member_id from punch where guild_id = $1 and member_id > $2
 union
select member_id from session where guild_id = $1 and member_id > $2
 order by member_id
 limit $3;
