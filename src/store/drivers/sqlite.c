#include "store/drivers/sqlite.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/job.h"
#include "base/text.h"
#include "store/baton.h"
#include "store/query.h"

enum { INSPECT_BYTES = 2000 };

static bool lite_serves(const char *url)
{
    return strncmp(url, "sqlite:", strlen("sqlite:")) == 0;
}

static void forget_results(struct lite_connection *connection)
{
    connection->first = NULL;
    connection->end = &connection->first;
}

static enum fault lite_connect(struct job *job, void *shared, struct connection **out)
{
    struct lite_connection *connection = calloc(1, sizeof(*connection));
    enum fault fault = FAULT_NONE;

    if (!connection)
        abort();
    connection->file = shared;
    connection->at = connection->file->in_memory ? &connection->file->writer : &connection->reader;
    forget_results(connection);
    if (!connection->file->in_memory)
        fault = lite_open(job, connection->file, &connection->reader, false);
    if (fault)
        free(connection);
    else
        *out = &connection->base;
    return fault;
}

static void lite_disconnect(struct connection *base)
{
    struct lite_connection *connection = (struct lite_connection *)base;

    lite_close(&connection->reader);
    free(connection);
}

static bool lite_alive(struct connection *base)
{
    return !base->lost;
}

static void give_turn(struct lite_connection *connection)
{
    connection->in_change = false;
    if (!connection->has_turn)
        return;
    if (!connection->file->in_memory)
        connection->at = &connection->reader;
    connection->has_turn = false;
    baton_give(connection->file->baton);
}

static enum fault take_turn(struct job *job, struct lite_connection *connection)
{
    if (!baton_take(connection->file->baton, query_until(job, connection->base.wait_ms)))
        return fail(job, FAULT_BUSY, "others write to the database for too long");
    connection->has_turn = true;
    connection->at = &connection->file->writer;
    return FAULT_NONE;
}

static enum fault lite_begin(struct job *job, struct connection *base, enum change_mode mode)
{
    struct lite_connection *connection = (struct lite_connection *)base;
    const bool writes = mode != CHANGE_SNAPSHOT;
    enum fault fault = FAULT_NONE;

    assert(!connection->in_change && !connection->first);
    if (writes && (fault = take_turn(job, connection)))
        return fault;
    lite_allow(job, connection->at, base->wait_ms);
    fault = lite_run(job, connection->at, writes ? "begin immediate" : "begin");
    if (fault)
        give_turn(connection);
    else
        connection->in_change = true;
    return fault;
}

static enum fault lite_commit(struct job *job, struct connection *base)
{
    struct lite_connection *connection = (struct lite_connection *)base;

    assert(connection->in_change && !connection->first);
    lite_allow(job, connection->at, base->wait_ms);
    const enum fault fault = lite_run(job, connection->at, "commit");
    if (!fault)
        give_turn(connection);
    return fault;
}

static void lite_rollback(struct connection *base)
{
    struct lite_connection *connection = (struct lite_connection *)base;

    if (!connection->in_change)
        return;
    connection->at->stop_at_ms = 0;
    /* After some faults SQLite has rolled back by itself; then there is nothing to do. */
    if (!sqlite3_get_autocommit(connection->at->db))
        (void)sqlite3_exec(connection->at->db, "rollback", NULL, NULL, NULL);
    forget_results(connection);
    give_turn(connection);
}

static void lite_settle(struct connection *base)
{
    lite_rollback(base);
    forget_results((struct lite_connection *)base);
}

static enum fault lite_script(struct job *job, struct connection *base, const char *text)
{
    struct lite_connection *connection = (struct lite_connection *)base;

    assert(connection->in_change);
    return lite_run(job, connection->at, text);
}

int lite_add_word(void *subject, int count, char **values, char **names)
{
    struct text *words = subject;

    (void)names;
    if (count > 0 && values[0] && strcmp(values[0], "ok") != 0) {
        text_add(words, words->length > 0 ? "; " : "");
        text_add(words, values[0]);
    }
    return 0;
}

static enum fault lite_inspect(struct job *job, struct connection *base, const char **words)
{
    struct lite *lite = ((struct lite_connection *)base)->at;
    struct text found = text_in(&job->arena, INSPECT_BYTES);
    const char *text;

    lite_allow(job, lite, base->wait_ms);
    if (sqlite3_exec(lite->db, "pragma integrity_check(10)", lite_add_word, &found, NULL) !=
        SQLITE_OK)
        return lite_fail(job, lite, "integrity check");
    if (!text_done(&found, &text) || text[0])
        *words = text; /* its beginning says enough */
    return FAULT_NONE;
}

const struct driver sqlite_driver = {
    .name = "sqlite",
    .engine = ENGINE_SQLITE,
    .serves = lite_serves,
    .share = lite_share,
    .unshare = lite_unshare,
    .open = lite_connect,
    .close = lite_disconnect,
    .alive = lite_alive,
    .settle = lite_settle,
    .begin = lite_begin,
    .commit = lite_commit,
    .rollback = lite_rollback,
    .send = lite_send,
    .take = lite_take,
    .each = lite_each,
    .script = lite_script,
    .prepare = lite_prepare,
    .inspect = lite_inspect,
    .backup = lite_backup,
};
