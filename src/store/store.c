/* The pool.
 *
 *          turn taken              driver opens, or an idle one is alive
 *   job ----------------> allowed ---------------------------------------> borrowed
 *    ^                                                                        |
 *    |   turn given      idle (newest on top; the oldest is closed when       |
 *    +------------------ unused too long)  or closed (lost) <-----------------+
 */
#include "store/store.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/job.h"
#include "store/baton.h"
#include "store/driver.h"
#include "store/query.h"

struct store {
    const struct driver *driver; /* these never change after store_open() */
    struct store_plan plan;
    void *shared;
    const char *name;
    struct baton *baton; /* one for each connection there may be */

    pthread_mutex_t lock;     /* guards everything below */
    struct connection **idle; /* plan.most places, the newest last */
    size_t idle_count;
    uint64_t generation; /* grows when a connection was found dead */
    struct store_metrics metrics;
};

static const struct driver *const drivers[] = { &sqlite_driver, &pgsql_driver };

static const struct driver *find_driver(const char *url)
{
    for (size_t i = 0; i < LENGTH(drivers); i++)
        if (drivers[i]->serves(url))
            return drivers[i];
    return NULL;
}

static enum fault read_plan(struct job *job, const struct store_plan *asked,
                            struct store_plan *plan)
{
    *plan = *asked;
    plan->most = plan->most ? plan->most : STORE_MOST_DEFAULT;
    plan->least = plan->least ? plan->least : STORE_LEAST_DEFAULT;
    plan->wait_ms = plan->wait_ms ? plan->wait_ms : STORE_WAIT_MS_DEFAULT;
    plan->idle_ms = plan->idle_ms ? plan->idle_ms : STORE_IDLE_MS_DEFAULT;
    if (plan->most > STORE_MOST_LIMIT || plan->least > plan->most || plan->wait_ms < 0 ||
        plan->idle_ms < 0)
        return fail(job, FAULT_INPUT,
                    "a store needs 1 … %d connections, the least not above the most",
                    STORE_MOST_LIMIT);
    return FAULT_NONE;
}

static enum fault open_connection(struct job *job, struct store *store, uint64_t generation,
                                  struct connection **out)
{
    struct connection *connection = NULL;
    const enum fault fault = store->driver->open(job, store->shared, &connection);

    if (fault)
        return fault;
    connection->driver = store->driver;
    connection->generation = generation;
    connection->wait_ms = store->plan.wait_ms;
    pthread_mutex_lock(&store->lock);
    store->metrics.opened++;
    pthread_mutex_unlock(&store->lock);
    *out = connection;
    return FAULT_NONE;
}

static enum fault open_least(struct job *job, struct store *store)
{
    while (store->idle_count < store->plan.least) {
        struct connection *connection;
        const enum fault fault = open_connection(job, store, 0, &connection);
        if (fault)
            return fault;
        connection->returned_ms = monotonic_ms();
        store->idle[store->idle_count++] = connection;
    }
    return FAULT_NONE;
}

enum fault store_open(struct job *job, const struct store_plan *asked, struct store **opened)
{
    struct store_plan plan;
    void *shared = NULL;
    const char *name = NULL;
    const struct driver *driver = find_driver(asked->url);
    enum fault fault = read_plan(job, asked, &plan);

    if (fault)
        return fault;
    if (!driver)
        return fail(job, FAULT_INPUT,
                    "the database address must begin with sqlite: or postgresql://");
    fault = driver->share(job, &plan, &shared, &name);
    if (fault)
        return fault;

    struct store *store = calloc(1, sizeof(*store));
    struct connection **idle = calloc(plan.most, sizeof(void *));
    if (!store || !idle)
        abort();
    plan.url = NULL; /* the caller's; may hold a password */
    if (plan.least > plan.most)
        plan.least = plan.most;
    *store = (struct store){ .driver = driver, .plan = plan, .shared = shared, .name = name };
    store->baton = baton_new(plan.most);
    store->idle = idle;
    store->metrics.most = plan.most;
    pthread_mutex_init(&store->lock, NULL);
    fault = open_least(job, store);
    if (fault)
        store_close(store);
    else
        *opened = store;
    return fault;
}

void store_close(struct store *store)
{
    if (!store)
        return;
    assert(store->metrics.borrowed == 0);
    for (size_t i = 0; i < store->idle_count; i++)
        store->driver->close(store->idle[i]);
    store->driver->unshare(store->shared);
    baton_free(store->baton);
    pthread_mutex_destroy(&store->lock);
    free(store->idle);
    free(store);
}

const char *store_name(const struct store *store)
{
    return store->name;
}

bool store_may_repeat(enum fault fault, int attempt)
{
    return (fault == FAULT_LOST || fault == FAULT_RACE) && attempt < STORE_ATTEMPTS;
}

/* The newest idle one, or NULL; *fresh tells whether it may be trusted. */
static struct connection *pop_idle(struct store *store, bool *fresh, uint64_t *generation)
{
    struct connection *connection = NULL;

    pthread_mutex_lock(&store->lock);
    *generation = store->generation;
    if (store->idle_count > 0) {
        connection = store->idle[--store->idle_count];
        *fresh = connection->generation == store->generation;
    }
    pthread_mutex_unlock(&store->lock);
    return connection;
}

static void drop(struct store *store, struct connection *connection)
{
    store->driver->close(connection);
    pthread_mutex_lock(&store->lock);
    store->metrics.lost++;
    pthread_mutex_unlock(&store->lock);
}

static enum fault find_connection(struct job *job, struct store *store, struct connection **out)
{
    for (;;) {
        bool fresh = false;
        uint64_t generation = 0;
        struct connection *connection = pop_idle(store, &fresh, &generation);
        if (!connection)
            return open_connection(job, store, generation, out);
        if (fresh && store->driver->alive(connection)) {
            *out = connection;
            return FAULT_NONE;
        }
        drop(store, connection);
    }
}

static void note_wait(struct store *store, int64_t waited_ms, bool lent)
{
    pthread_mutex_lock(&store->lock);
    store->metrics.waited_ms += (uint64_t)waited_ms;
    if (lent) {
        store->metrics.borrows++;
        store->metrics.borrowed++;
    } else {
        store->metrics.refused++;
    }
    pthread_mutex_unlock(&store->lock);
}

enum fault store_borrow(struct job *job, struct store *store, struct link *link)
{
    const int64_t asked_ms = monotonic_ms();
    struct connection *connection = NULL;

    assert(!link->connection);
    const bool taken = baton_take(store->baton, query_until(job, store->plan.wait_ms));
    note_wait(store, monotonic_ms() - asked_ms, taken);
    if (!taken)
        return fail(job, FAULT_BUSY, "all %zu connections to the database are in use",
                    store->plan.most);

    const enum fault fault = find_connection(job, store, &connection);
    if (fault) {
        pthread_mutex_lock(&store->lock);
        store->metrics.borrowed--;
        pthread_mutex_unlock(&store->lock);
        baton_give(store->baton);
        return fault;
    }
    *link = (struct link){ store, connection };
    return FAULT_NONE;
}

/* Under the lock.  The oldest idle connection when it is not needed, taken out; or NULL. */
static struct connection *pull_stale(struct store *store, int64_t now_ms)
{
    struct connection *oldest = store->idle_count > 0 ? store->idle[0] : NULL;

    if (!oldest || store->idle_count <= store->plan.least ||
        now_ms - oldest->returned_ms < store->plan.idle_ms)
        return NULL;
    store->idle_count--;
    for (size_t i = 0; i < store->idle_count; i++)
        store->idle[i] = store->idle[i + 1];
    return oldest;
}

void store_return(struct link *link)
{
    struct store *store = link->store;
    struct connection *connection = link->connection;
    const int64_t now_ms = monotonic_ms();

    *link = (struct link){ 0 };
    if (!connection)
        return;
    store->driver->settle(connection);
    const bool lost = connection->lost;
    const uint64_t round_trips = connection->round_trips;
    connection->round_trips = 0;
    connection->returned_ms = now_ms;

    pthread_mutex_lock(&store->lock);
    store->metrics.borrowed--;
    store->metrics.round_trips += round_trips;
    if (!lost)
        store->idle[store->idle_count++] = connection;
    else if (connection->generation == store->generation)
        store->generation++;
    struct connection *stale = pull_stale(store, now_ms);
    pthread_mutex_unlock(&store->lock);

    if (lost)
        drop(store, connection);
    if (stale)
        store->driver->close(stale);
    baton_give(store->baton);
}

enum fault store_begin(struct job *job, struct link *link, struct change *change)
{
    return query_begin(job, link, CHANGE_WRITE, change);
}

static void note_change(struct store *store, bool kept)
{
    pthread_mutex_lock(&store->lock);
    if (kept)
        store->metrics.changes++;
    else
        store->metrics.undone++;
    pthread_mutex_unlock(&store->lock);
}

enum fault store_keep(struct job *job, struct change *change)
{
    struct connection *connection = change->link->connection;

    assert(change->open);
    const enum fault fault = connection->driver->commit(job, connection);
    if (fault)
        return fault;
    change->open = false;
    note_change(change->link->store, true);
    return FAULT_NONE;
}

void store_undo(struct change *change)
{
    if (!change->open)
        return;
    change->open = false;
    change->link->connection->driver->rollback(change->link->connection);
    note_change(change->link->store, false);
}

enum fault store_ping(struct job *job, struct store *store)
{
    AUTO(store_return) struct link link = { 0 };
    struct rows rows;
    const enum fault fault = store_borrow(job, store, &link);

    return fault ? fault : query_rows(job, &link, SQL_ping, 1, &rows, NULL, 0);
}

struct store_metrics store_metrics(struct store *store)
{
    const uint64_t waiting = baton_waiting(store->baton);

    pthread_mutex_lock(&store->lock);
    struct store_metrics metrics = store->metrics;
    metrics.idle = store->idle_count;
    pthread_mutex_unlock(&store->lock);
    metrics.waiting = waiting;
    return metrics;
}
