-- The rounds that the hour asks for, and what each is up to.  One process runs a round: the
-- one whose lease it is, until held_until.
create table round (
    name text not null primary key,
    due_at bigint not null,
    holder text,                                -- null: nobody
    held_until bigint not null default 0,
    started_at bigint,                          -- null: never
    finished_at bigint,
    took_ms bigint,
    result text,                                -- 'NONE', or the name of a fault
    runs bigint not null default 0
);

-- What is to be said in Discord, written with its cause and sent afterwards.  While it is being
-- sent, due_at is the end of the sender's lease.  A server's id is 0 where none is concerned.
create table outbox (
    guild_id bigint not null,
    message_key text not null check (length(message_key) between 1 and 160),
    target_kind bigint not null check (target_kind in (1, 2)),   -- a person, a channel
    target_id bigint not null,
    media_type text not null,
    body bytea not null,                        -- as Discord wants it; empty once done
    created_at bigint not null,
    due_at bigint not null,
    attempts bigint not null default 0,
    done_at bigint,                             -- null: waiting
    failure text,                               -- done: why it will never arrive; else: the last try
    primary key (guild_id, message_key)
);
create index outbox_waiting on outbox (due_at) where done_at is null;
create index outbox_done on outbox (done_at) where done_at is not null;
