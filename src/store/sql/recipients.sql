-- Who gets a direct message whenever somebody clocks out.

-- :recipient_add  Changes nothing when they are on the list.
insert into recipient (guild_id, user_id, added_at) values ($1, $2, $3)
    on conflict do nothing;

-- :recipient_remove
delete from recipient where guild_id = $1 and user_id = $2;

-- :recipients_list
select user_id
  from recipient
 where guild_id = $1
 order by added_at, user_id
 limit $2;

-- :recipients_count
select count(*) from recipient where guild_id = $1;
