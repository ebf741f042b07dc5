-- Letters of the operator to every server.

-- :broadcast_add  The same request twice is one broadcast.
insert into broadcast (request_key, title, words, created_by, created_at, reached_id, letters)
values ($1, $2, $3, $4, $5, 0, 0)
    on conflict (request_key) do nothing;

-- :broadcast_load
select title, words, reached_id, letters, done_at from broadcast where request_key = $1;

-- :broadcast_reach  Only from where it was: of two who send at once, one goes on.
update broadcast
   set reached_id = $3, letters = letters + $4, done_at = $5
 where request_key = $1 and reached_id = $2 and done_at is null;
