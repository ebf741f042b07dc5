-- Plans given by hand, and the list of servers that the operator sees.

-- :grant_add  The same request twice is one grant.
insert into plan_grant (guild_id, request_key, plan, begins_at, ends_at, note, granted_by)
values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (guild_id, request_key) do nothing;

-- :grants_revoke  All that are in force or to come.
update plan_grant
   set revoked_at = $2, revoked_by = $3, revoke_key = $4
 where guild_id = $1 and revoked_at is null and (ends_at is null or ends_at > $2);

-- :grants_revoked_count  By that request, whichever delivery of it came first.
select count(*) from plan_grant where guild_id = $1 and revoke_key = $2;

-- :grants_list  What was given and not taken back, the newest first.
select plan, begins_at, ends_at
  from plan_grant
 where guild_id = $1 and revoked_at is null
 order by begins_at desc, request_key
 limit $2;

-- :servers_page  The last punch is the head of the server's chain, so it is found by its key.
select g.guild_id, g.name, g.joined_at, g.left_at,
       (select count(distinct s.member_id) from session s where s.guild_id = g.guild_id),
       (select count(*) from session s where s.guild_id = g.guild_id and s.ended_at is null),
       (select p.made_at from punch p
         where p.guild_id = g.guild_id and p.sequence = g.head_sequence)
  from guild g
 order by g.guild_id
 limit $1 offset $2;

-- :servers_totals
select (select count(*) from guild),
       (select count(*) from guild where joined_at is not null and left_at is null),
       (select count(*) from session where ended_at is null);
