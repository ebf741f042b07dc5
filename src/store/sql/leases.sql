-- Who may do what only one process may do at a time.

-- :lease_take  No row when another holder has it.
insert into lease (name, holder, until, term) values ($1, $2, $3, 1)
    on conflict (name) do update
   set holder = excluded.holder, until = excluded.until,
       term = lease.term + case when lease.holder = excluded.holder then 0 else 1 end
 where lease.holder = excluded.holder or lease.until <= $4
returning term;

-- :leases_renew  Also one that ran out, if nobody came in between.
update lease set until = $1 where holder = $2 and name like $3;

-- :leases_release  The row stays, so that its term goes on growing.
update lease set until = 0 where holder = $1 and name like $2;

-- :leases_list
select name, holder, until, term
  from lease
 where name like $1
 order by name;

-- :leases_forget
delete from lease where name like $1 and until <= $2;
