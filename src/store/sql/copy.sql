-- Copying a database.  The statements for each table are made by tool/copy_tables.

-- :copy_progress_list
select table_name, source, last_key, copied, finished from copy_progress order by table_name;

-- :copy_progress_put
insert into copy_progress (table_name, source, last_key, copied, finished)
values ($1, $2, $3, $4, $5)
    on conflict (table_name) do update
   set last_key = excluded.last_key, copied = excluded.copied, finished = excluded.finished;
