-- A punch is never changed, and only goes once a checkpoint stands for it.
create trigger punch_never_changes before update on punch
begin
    select raise(abort, 'a punch is never changed');
end;

create trigger punch_goes_behind_a_checkpoint before delete on punch
when not exists (select 1 from chain_checkpoint
                  where guild_id = old.guild_id and sequence >= old.sequence)
begin
    select raise(abort, 'a punch goes only behind a checkpoint');
end;
