-- Letters of the operator to every server: what was typed, and how far it got.
create table broadcast (
    request_key text primary key check (length(request_key) between 1 and 60),
    title text not null,
    words text not null,
    created_by bigint not null,
    created_at bigint not null,
    reached_id bigint not null,     -- servers up to this one have had their turn; 0: none yet
    letters bigint not null,        -- written so far
    done_at bigint                  -- null: not to the end
);
