/* session_rows — sessions and punches between rows and values.  For the store room only. */
#ifndef STORE_SESSION_ROWS_H
#define STORE_SESSION_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/ids.h"
#include "domain/time/punch.h"
#include "domain/time/session.h"
#include "store/value.h"

struct arena;
struct job;
struct link;

/* The columns of every list of punches. */
enum punch_column {
    PUNCH_SEQUENCE,
    PUNCH_SESSION,
    PUNCH_MEMBER,
    PUNCH_ACTOR,
    PUNCH_KIND,
    PUNCH_SOURCE,
    PUNCH_MADE_AT,
    PUNCH_RECEIVED_AT,
    PUNCH_REQUEST_KEY,
    PUNCH_ESTIMATED,
    PUNCH_DEVICE_UNKNOWN,
    PUNCH_HASH,
};

struct punch punch_from_row(struct guild_id guild, struct row row);

/* Puts sessions together from rows that come one a break. */
struct session_list {
    struct arena *arena;
    struct guild_id guild;
    struct session *sessions;
    size_t count, room;
    size_t breaks_room; /* of the last session's breaks */
};

/* Returns true when the row begins a session. */
bool session_list_begins(const struct session_list *list, struct row row);
void session_list_add_row(struct session_list *list, struct row row);
void session_list_add(struct session_list *list, struct session session);
/* The session by that id, searched from the newest; NULL: none. */
struct session *session_list_find(struct session_list *list, int64_t id);
struct session_list session_list_of(struct arena *arena, struct guild_id guild,
                                    const struct rows *rows);

bool sessions_equal(const struct session *one, const struct session *other);

/* Queues the session and its breaks from the `from`th on; take as many results as came back. */
enum fault session_put(struct job *job, struct link *link, const struct session *session,
                       size_t from, size_t *sent) MUST_USE;

#endif
