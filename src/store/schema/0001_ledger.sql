-- Every column is bigint, text, bytea or boolean, so that both engines read and write them
-- alike.  Ids are Discord's 64 bits, instants milliseconds.  What belongs to a server has
-- guild_id first in its key.

-- A server: its settings and the head of its chain.  The row is the server's lock.
create table guild (
    guild_id bigint not null primary key,
    name text not null default '',
    zone text,                                  -- IANA name; null: the operator's default
    week_start bigint not null default 1 check (week_start between 1 and 7),
    names bigint not null default 0 check (names in (0, 1)),
    max_shift_s bigint not null default 57600 check (max_shift_s >= 0),
    joined_at bigint,                           -- null: never told
    left_at bigint,                             -- null: still there
    settings_version bigint not null default 0,
    head_sequence bigint not null default 0 check (head_sequence >= 0),
    head_hash bytea check (length(head_hash) = 32),   -- null: no punch yet
    check ((head_sequence = 0) = (head_hash is null))
);

create table guild_role (
    guild_id bigint not null references guild,
    role_id bigint not null,
    duty bigint not null check (duty between 1 and 3),
    primary key (guild_id, role_id, duty)
);
create unique index guild_role_one_main on guild_role (guild_id) where duty = 3;

-- The ledger: what people did, in the order in which the server's chain links it.
create table punch (
    guild_id bigint not null references guild,
    sequence bigint not null check (sequence > 0),
    member_id bigint not null,
    actor_id bigint not null,
    kind bigint not null check (kind between 1 and 255),
    source bigint not null check (source between 1 and 255),
    made_at bigint not null,
    received_at bigint not null,
    request_key text not null check (length(request_key) between 1 and 100),
    session_id bigint not null check (session_id between 1 and sequence),
    estimated boolean not null check (estimated in (true, false)),
    device_unknown boolean not null check (device_unknown in (true, false)),
    hash bytea not null check (length(hash) = 32),
    primary key (guild_id, sequence)
);
create unique index punch_once on punch (guild_id, request_key);
create index punch_by_member on punch (guild_id, member_id, sequence);

-- What the punches add up to.  session_id is the sequence of the clock-in.
create table session (
    guild_id bigint not null references guild,
    session_id bigint not null,
    member_id bigint not null,
    began_at bigint not null,
    ended_at bigint check (ended_at >= began_at),   -- null: on the clock
    estimated boolean not null check (estimated in (true, false)),
    device_unknown boolean not null check (device_unknown in (true, false)),
    primary key (guild_id, session_id)
);
create unique index session_one_open on session (guild_id, member_id) where ended_at is null;
create index session_by_member on session (guild_id, member_id, ended_at);
create index session_by_end on session (guild_id, ended_at);

create table session_break (
    guild_id bigint not null,
    session_id bigint not null,
    number bigint not null check (number >= 0),
    began_at bigint not null,
    ended_at bigint check (ended_at >= began_at),   -- null: on break
    primary key (guild_id, session_id, number),
    foreign key (guild_id, session_id) references session on delete cascade
);
create unique index session_break_one_open on session_break (guild_id, session_id)
 where ended_at is null;

-- Up to `sequence` the punches may be gone (retention); the chain goes on from `hash`.
create table chain_checkpoint (
    guild_id bigint not null references guild,
    sequence bigint not null check (sequence > 0),
    hash bytea not null check (length(hash) = 32),
    made_at bigint not null,
    primary key (guild_id, sequence)
);

-- How members were last called, so that lists can show people.
create table member_name (
    guild_id bigint not null references guild,
    member_id bigint not null,
    username text not null,
    nickname text,
    seen_at bigint not null,
    primary key (guild_id, member_id)
);

-- What belongs to the program, not to a server.

create table gateway_session (
    shard bigint not null primary key,
    shards bigint not null,
    session_id text not null,
    resume_url text not null,
    sequence bigint not null,
    saved_at bigint not null
);

create table registration (
    scope text not null primary key,
    hash bytea not null check (length(hash) = 32),
    saved_at bigint not null
);

create table lease (
    name text not null primary key,
    holder text not null,
    until bigint not null,
    term bigint not null    -- grows with every new holder
);
