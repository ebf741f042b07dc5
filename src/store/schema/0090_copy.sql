-- How far a copy into this database has come (store/copy.h); stays as a note of where its data
-- came from.
create table copy_progress (
    table_name text not null primary key,
    source text not null,
    last_key bytea not null,
    copied bigint not null,
    finished boolean not null check (finished in (true, false))
);
