-- Which of a server's Discord roles make someone an employee or an admin.

-- :roles_list
select role_id, duty
  from guild_role
 where guild_id = $1
 order by duty, role_id
 limit $2;

-- :role_add  Changes nothing when it is there already.
insert into guild_role (guild_id, role_id, duty) values ($1, $2, $3)
    on conflict do nothing;

-- :role_remove
delete from guild_role where guild_id = $1 and role_id = $2 and duty = $3;

-- :roles_remove_main  All but the one that stays.
delete from guild_role where guild_id = $1 and duty = 3 and role_id <> $2;

-- :roles_count
select count(*) from guild_role where guild_id = $1;
