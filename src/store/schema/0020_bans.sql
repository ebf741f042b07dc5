-- Who may not use the timeclock, who was warned, and whether phones may.

create table ban (
    guild_id bigint not null references guild,
    member_id bigint not null,
    by_id bigint not null,                      -- 0: nobody, for spamming
    banned_at bigint not null,
    until bigint check (until > banned_at),     -- null: until it is lifted
    lifted_at bigint,                           -- null: it was not
    primary key (guild_id, member_id)
);

create table spam_warning (
    guild_id bigint not null references guild,
    member_id bigint not null,
    warned_at bigint not null,
    primary key (guild_id, member_id)
);

-- 0: phones may clock in and out; 1: not; 2: nor may an unknown device.
alter table guild add column mobile bigint not null default 0 check (mobile between 0 and 2);
