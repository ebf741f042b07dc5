-- Sessions and their breaks: what the punches add up to.  A session touches a range of time
-- when it begins before its end and has not ended at its beginning.  Every list is one row a
-- break, or one row for a session without any.

-- :session_put  A new session, or what became of it.  A second open one of the same member is
-- refused (index session_one_open).
insert into session (guild_id, session_id, member_id, began_at, ended_at, estimated,
                     device_unknown)
values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (guild_id, session_id) do update
   set member_id = excluded.member_id, began_at = excluded.began_at,
       ended_at = excluded.ended_at, estimated = excluded.estimated,
       device_unknown = excluded.device_unknown;

-- :session_break_put
insert into session_break (guild_id, session_id, number, began_at, ended_at)
values ($1, $2, $3, $4, $5)
    on conflict (guild_id, session_id, number) do update
   set began_at = excluded.began_at, ended_at = excluded.ended_at;

-- :session_remove  With its breaks; only for rebuilding.
delete from session where guild_id = $1 and session_id = $2;

-- :sessions_recent  A member's newest first; the running one has no end.
select s.session_id, s.member_id, s.began_at, s.ended_at, s.estimated, s.device_unknown,
       b.number, b.began_at, b.ended_at
  from session s
  left join session_break b on b.guild_id = s.guild_id and b.session_id = s.session_id
 where s.guild_id = $1 and s.member_id = $2 and (s.ended_at > $3 or s.ended_at is null)
 order by s.session_id desc, b.number
 limit $4;

-- :sessions_of_member  Those that touch a range.
select s.session_id, s.member_id, s.began_at, s.ended_at, s.estimated, s.device_unknown,
       b.number, b.began_at, b.ended_at
  from session s
  left join session_break b on b.guild_id = s.guild_id and b.session_id = s.session_id
 where s.guild_id = $1 and s.member_id = $2
   and (s.ended_at > $3 or s.ended_at is null) and s.began_at < $4
 order by s.session_id, b.number
 limit $5;

-- :sessions_ever  All of a member's, to be compared with the punches.
select s.session_id, s.member_id, s.began_at, s.ended_at, s.estimated, s.device_unknown,
       b.number, b.began_at, b.ended_at
  from session s
  left join session_break b on b.guild_id = s.guild_id and b.session_id = s.session_id
 where s.guild_id = $1 and s.member_id = $2
 order by s.session_id, b.number;

-- :sessions_of_all  Everyone's that touch a range.
select s.session_id, s.member_id, s.began_at, s.ended_at, s.estimated, s.device_unknown,
       b.number, b.began_at, b.ended_at
  from session s
  left join session_break b on b.guild_id = s.guild_id and b.session_id = s.session_id
 where s.guild_id = $1
   and (s.ended_at > $2 or s.ended_at is null) and s.began_at < $3
 order by s.member_id, s.session_id, b.number;

-- :sessions_open  Who is on the clock, in the order of coming, a page of them.
select s.session_id, s.member_id, s.began_at, s.ended_at, s.estimated, s.device_unknown,
       b.number, b.began_at, b.ended_at
  from (select guild_id, session_id, member_id, began_at, ended_at, estimated, device_unknown
          from session
         where guild_id = $1 and ended_at is null
         order by session_id
         limit $2 offset $3) s
  left join session_break b on b.guild_id = s.guild_id and b.session_id = s.session_id
 order by s.session_id, b.number
 limit $4;

-- :sessions_open_count
select count(*) from session where guild_id = $1 and ended_at is null;

-- :sessions_overlong  Of every server: open for longer than it allows, the longest first.
select s.guild_id, s.member_id, s.session_id, s.began_at, g.max_shift_s
  from session s
  join guild g on g.guild_id = s.guild_id
 where s.ended_at is null and g.max_shift_s > 0 and s.began_at + g.max_shift_s * 1000 <= $1
 order by s.began_at
 limit $2;
