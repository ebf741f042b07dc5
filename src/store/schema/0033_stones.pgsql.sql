-- A punch that was erased out of the middle of its chain: its hash stays, so that the links
-- before and behind it still hold, and that there was one is plain to see.
create table punch_stone (
    guild_id bigint not null references guild,
    sequence bigint not null check (sequence > 0),
    hash bytea not null check (length(hash) = 32),
    erased_at bigint not null,
    primary key (guild_id, sequence)
);

create or replace function punch_goes_behind_a_checkpoint() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from chain_checkpoint
                    where guild_id = old.guild_id and sequence >= old.sequence)
       and not exists (select 1 from punch_stone
                        where guild_id = old.guild_id and sequence = old.sequence
                          and hash = old.hash) then
        raise exception 'a punch goes only behind a checkpoint or under a stone';
    end if;
    return old;
end $$;
