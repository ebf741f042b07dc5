-- Rounds: what the hour asks, run by one process at a time.

-- :round_load
select due_at, holder, held_until, started_at, finished_at, took_ms, result, runs
  from round
 where name = $1;

-- :round_enlist  Due at once: nobody knows when it last ran.
insert into round (name, due_at) values ($1, $2)
    on conflict do nothing;

-- :round_take  No row when it is not due or another process has it.
update round
   set holder = $2, held_until = $4, started_at = $3, runs = runs + 1
 where name = $1 and due_at <= $3 and held_until <= $3;

-- :round_end  No row when the lease ran out and somebody took over.
update round
   set holder = null, held_until = 0, finished_at = $3, took_ms = $4, result = $5, due_at = $6
 where name = $1 and holder = $2;

-- :rounds_list
select name, due_at, holder, held_until, started_at, finished_at, took_ms, result, runs
  from round
 order by name;
