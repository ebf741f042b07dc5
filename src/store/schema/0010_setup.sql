-- What admins set up beyond the zone: the panel's place, the log's, the end of the work day.

-- Minutes from midnight; 17:00.
alter table guild add column workday_end_min bigint not null default 1020
    check (workday_end_min between 0 and 1439);
-- Where clock events are posted; null: nowhere.
alter table guild add column log_channel_id bigint;
-- The permanent panel; null: there is none.
alter table guild add column panel_channel_id bigint;
alter table guild add column panel_message_id bigint;
-- Where the guided set-up is: 0 before its first step.
alter table guild add column setup_step bigint not null default 0 check (setup_step between 0 and 100);
