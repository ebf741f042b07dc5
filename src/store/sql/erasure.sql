-- What may be deleted from the ledger, so that what stays can still be verified.  The completed
-- sessions of a member ($2; 0: of everybody) that ended before $3.

-- :erasure_count
select count(*)
  from session
 where guild_id = $1 and (member_id = $2 or $2 = 0) and ended_at < $3;

-- :erasure_stones  The hashes stay.
insert into punch_stone (guild_id, sequence, hash, erased_at)
select p.guild_id, p.sequence, p.hash, $4
  from punch p
  join session s on s.guild_id = p.guild_id and s.session_id = p.session_id
 where s.guild_id = $1 and (s.member_id = $2 or $2 = 0) and s.ended_at < $3
    on conflict do nothing;

-- :erasure_punches
delete from punch
 where guild_id = $1
   and session_id in (select s.session_id
                        from session s
                       where s.guild_id = $1 and (s.member_id = $2 or $2 = 0)
                         and s.ended_at < $3);

-- :erasure_sessions  With their breaks.
delete from session
 where guild_id = $1 and (member_id = $2 or $2 = 0) and ended_at < $3;

-- :purge_since  Whether everything was purged at or after an instant already.
select sequence from chain_checkpoint where guild_id = $1 and made_at >= $2 limit 1;

-- :purge_checkpoint  From here the chain goes on.
insert into chain_checkpoint (guild_id, sequence, hash, made_at)
select guild_id, head_sequence, head_hash, $2
  from guild
 where guild_id = $1 and head_sequence > 0
    on conflict do nothing;

-- :purge_punches
delete from punch where guild_id = $1;

-- :purge_stones
delete from punch_stone where guild_id = $1;

-- :purge_sessions
delete from session where guild_id = $1;

-- :purge_names
delete from member_name where guild_id = $1;

-- :purge_outbox  What was still to be said would tell of them.
delete from outbox where guild_id = $1;
