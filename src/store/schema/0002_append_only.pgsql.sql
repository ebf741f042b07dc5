-- A punch is never changed, and only goes once a checkpoint stands for it.
create function punch_never_changes() returns trigger language plpgsql as $$
begin
    raise exception 'a punch is never changed';
end $$;

create trigger punch_never_changes before update on punch
for each row execute function punch_never_changes();

create function punch_goes_behind_a_checkpoint() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from chain_checkpoint
                    where guild_id = old.guild_id and sequence >= old.sequence) then
        raise exception 'a punch goes only behind a checkpoint';
    end if;
    return old;
end $$;

create trigger punch_goes_behind_a_checkpoint before delete on punch
for each row execute function punch_goes_behind_a_checkpoint();
