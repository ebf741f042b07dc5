-- Servers: settings, presence.  Every write makes the row if there is none, and so locks it.

-- :guild_load
select name, zone, week_start, names, max_shift_s, joined_at, left_at, settings_version,
       workday_end_min, log_channel_id, panel_channel_id, panel_message_id, setup_step, mobile
  from guild
 where guild_id = $1;

-- :guild_set_zone
insert into guild (guild_id, zone, settings_version) values ($1, $2, 1)
    on conflict (guild_id) do update
   set zone = excluded.zone, settings_version = guild.settings_version + 1;

-- :guild_set_week_start
insert into guild (guild_id, week_start, settings_version) values ($1, $2, 1)
    on conflict (guild_id) do update
   set week_start = excluded.week_start, settings_version = guild.settings_version + 1;

-- :guild_set_names
insert into guild (guild_id, names, settings_version) values ($1, $2, 1)
    on conflict (guild_id) do update
   set names = excluded.names, settings_version = guild.settings_version + 1;

-- :guild_set_max_shift
insert into guild (guild_id, max_shift_s, settings_version) values ($1, $2, 1)
    on conflict (guild_id) do update
   set max_shift_s = excluded.max_shift_s, settings_version = guild.settings_version + 1;

-- :guild_set_workday_end
insert into guild (guild_id, workday_end_min, settings_version) values ($1, $2, 1)
    on conflict (guild_id) do update
   set workday_end_min = excluded.workday_end_min,
       settings_version = guild.settings_version + 1;

-- :guild_set_log_channel
insert into guild (guild_id, log_channel_id, settings_version) values ($1, $2, 1)
    on conflict (guild_id) do update
   set log_channel_id = excluded.log_channel_id,
       settings_version = guild.settings_version + 1;

-- :guild_set_panel
insert into guild (guild_id, panel_channel_id, panel_message_id, settings_version)
values ($1, $2, $3, 1)
    on conflict (guild_id) do update
   set panel_channel_id = excluded.panel_channel_id,
       panel_message_id = excluded.panel_message_id,
       settings_version = guild.settings_version + 1;

-- :guild_set_setup_step
insert into guild (guild_id, setup_step) values ($1, $2)
    on conflict (guild_id) do update
   set setup_step = excluded.setup_step;

-- :guild_set_mobile
insert into guild (guild_id, mobile, settings_version) values ($1, $2, 1)
    on conflict (guild_id) do update
   set mobile = excluded.mobile, settings_version = guild.settings_version + 1;

-- :guilds_restricted  Those where the device is asked for.
select guild_id
  from guild
 where guild_id > $1 and mobile > 0 and left_at is null
 order by guild_id
 limit $2;

-- :guild_settings_changed  Roles are settings too, but rows of their own; locks the server.
insert into guild (guild_id, settings_version) values ($1, 1)
    on conflict (guild_id) do update
   set settings_version = guild.settings_version + 1;

-- :guild_lock  Locks the server, and tells what it was.
insert into guild (guild_id) values ($1)
    on conflict (guild_id) do update
   set head_sequence = guild.head_sequence
returning head_sequence, head_hash, joined_at, left_at;

-- :guild_touch  Locks the server if there is one; makes none.
update guild set head_sequence = head_sequence where guild_id = $1;

-- :guild_joined  After guild_lock.  A name is news even if the join is not.
update guild
   set name = $2, joined_at = $3, left_at = null
 where guild_id = $1;

-- :guild_left
update guild
   set left_at = $2
 where guild_id = $1 and left_at is null;

-- :guilds_present  Those we were told of and that we did not leave.
select guild_id
  from guild
 where guild_id > $1 and joined_at is not null and left_at is null
 order by guild_id
 limit $2;

-- :guilds_known
select guild_id
  from guild
 where guild_id > $1
 order by guild_id
 limit $2;
