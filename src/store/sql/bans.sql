-- Bans and warnings.  The later click wins: what is delivered again, or late, undoes nothing.

-- :ban_find  The one that holds at $3.
select member_id, by_id, banned_at, until
  from ban
 where guild_id = $1 and member_id = $2 and lifted_at is null
   and (until is null or until > $3);

-- :ban_add
insert into ban (guild_id, member_id, by_id, banned_at, until) values ($1, $2, $3, $4, $5)
    on conflict (guild_id, member_id) do update
   set by_id = excluded.by_id, banned_at = excluded.banned_at, until = excluded.until,
       lifted_at = null
 where excluded.banned_at >= ban.banned_at
   and (ban.lifted_at is null or excluded.banned_at > ban.lifted_at);

-- :ban_lift  Lifting it again by the same click changes nothing, and is told as the first time.
update ban
   set lifted_at = $1
 where guild_id = $2 and member_id = $3 and banned_at <= $4
   and ((lifted_at is null and (until is null or until > $5)) or lifted_at = $6);

-- :bans_list  Those that hold, the latest first, a page of them.
select member_id, by_id, banned_at, until
  from ban
 where guild_id = $1 and lifted_at is null and (until is null or until > $2)
 order by banned_at desc, member_id
 limit $3 offset $4;

-- :bans_count
select count(*)
  from ban
 where guild_id = $1 and lifted_at is null and (until is null or until > $2);

-- :warning_find
select warned_at
  from spam_warning
 where guild_id = $1 and member_id = $2;

-- :warning_note
insert into spam_warning (guild_id, member_id, warned_at) values ($1, $2, $3)
    on conflict (guild_id, member_id) do update
   set warned_at = excluded.warned_at;

-- :warning_forget
delete from spam_warning where guild_id = $1 and member_id = $2;
