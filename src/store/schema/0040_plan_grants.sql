-- Plans that the operator gave by hand, also to servers that we are not in yet.  Rows are never
-- deleted: who gave what, who took it back and when can be read here later.
create table plan_grant (
    guild_id bigint not null references guild,
    request_key text not null check (length(request_key) between 1 and 100),
    plan bigint not null check (plan between 1 and 3),
    begins_at bigint not null,
    ends_at bigint check (ends_at > begins_at),     -- null: it does not end
    note text not null,
    granted_by bigint not null,
    revoked_at bigint,                              -- null: nobody took it back
    revoked_by bigint,
    revoke_key text,
    check ((revoked_at is null) = (revoked_by is null)),
    check ((revoked_at is null) = (revoke_key is null)),
    primary key (guild_id, request_key)
);
