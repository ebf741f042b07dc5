-- How members were last called in a server.

-- :member_name_save  Only news is written; most punches bring none.
insert into member_name (guild_id, member_id, username, nickname, seen_at)
values ($1, $2, $3, $4, $5)
    on conflict (guild_id, member_id) do update
   set username = excluded.username, nickname = excluded.nickname, seen_at = excluded.seen_at
 where member_name.username <> excluded.username
    or member_name.nickname is distinct from excluded.nickname;

-- :member_name_load
select username, nickname
  from member_name
 where guild_id = $1 and member_id = $2;

-- :member_names
select member_id, username, nickname
  from member_name
 where guild_id = $1
 order by member_id
 limit $2;
