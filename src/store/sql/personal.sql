-- What a server knows of one member ($2), to be given to them or to be forgotten.

-- :personal_facts  Last name, ban, warning, clock-out messages; one row.
select (select username from member_name where guild_id = $1 and member_id = $2),
       (select nickname from member_name where guild_id = $1 and member_id = $2),
       (select seen_at from member_name where guild_id = $1 and member_id = $2),
       (select banned_at from ban where guild_id = $1 and member_id = $2),
       (select until from ban where guild_id = $1 and member_id = $2),
       (select lifted_at from ban where guild_id = $1 and member_id = $2),
       (select warned_at from spam_warning where guild_id = $1 and member_id = $2),
       (select added_at from recipient where guild_id = $1 and user_id = $2);

-- :personal_count  Sessions: on the clock; completed before $4; of these, ended from $3 on.
select count(case when ended_at is null then 1 end),
       count(case when ended_at < $4 then 1 end),
       count(case when ended_at < $4 and ended_at >= $3 then 1 end)
  from session
 where guild_id = $1 and member_id = $2;

-- :personal_pseudonymise  Once their punches are stones.
update session
   set member_id = $4
 where guild_id = $1 and member_id = $2 and ended_at < $3;

-- :personal_forget_name
delete from member_name where guild_id = $1 and member_id = $2;

-- :personal_forget_ban  One that holds stays until it ends.
delete from ban
 where guild_id = $1 and member_id = $2 and (lifted_at is not null or until <= $3);

-- :personal_forget_letters
delete from outbox where guild_id = $1 and target_kind = 1 and target_id = $2;

-- :personal_unfounded  Sessions under a pseudonym whose clock-in left no stone.
select s.session_id
  from session s
 where s.guild_id = $1 and s.member_id < 0
   and not exists (select 1 from punch_stone t
                    where t.guild_id = s.guild_id and t.sequence = s.session_id)
 order by s.session_id
 limit $2;
