-- For the round that closes forgotten sessions: who has been on the clock for longest.
create index session_open_since on session (began_at) where ended_at is null;
