-- Who gets a direct message whenever somebody clocks out.
create table recipient (
    guild_id bigint not null references guild,
    user_id bigint not null,
    added_at bigint not null,
    primary key (guild_id, user_id)
);
