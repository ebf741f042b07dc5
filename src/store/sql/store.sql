-- The store itself: is the database there, and how old is it?

-- :ping  Costs nothing; for /readyz.
select cast(1 as bigint);

-- :schema_version  What ran, oldest first.
select version, name, checksum from schema_version order by version;

-- :schema_version_add  In the same change as the step itself.
insert into schema_version (version, name, applied_at, checksum) values ($1, $2, $3, $4);
