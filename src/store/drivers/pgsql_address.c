#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/job.h"
#include "base/text.h"
#include "store/drivers/pgsql.h"
#include "store/query.h"

enum { NAME_BYTES = 1000 };

static const char *option(const PQconninfoOption *options, const char *keyword)
{
    for (; options->keyword; options++)
        if (strcmp(options->keyword, keyword) == 0)
            return options->val;
    return NULL;
}

static char *copy_new(const char *words)
{
    char *copy = strdup(words);

    if (!copy)
        abort();
    return copy;
}

/* "postgresql://one:5432,two:5433/clock": hosts and ports are lists that go together. */
static char *name_new(struct job *job, const PQconninfoOption *options)
{
    const char *const host = option(options, "host"), *const port = option(options, "port");
    const char *const database = option(options, "dbname");
    const char *name = "postgresql";
    struct text text = text_in(&job->arena, NAME_BYTES);

    text_addf(&text, "postgresql://%s%s%s/%s", host ? host : "", port ? ":" : "", port ? port : "",
              database ? database : "");
    return copy_new(text_done(&text, &name) ? name : "postgresql");
}

enum fault pg_share(struct job *job, struct store_plan *plan, void **shared, const char **name)
{
    PQconninfoOption *options = PQconninfoParse(plan->url, NULL);

    assert(PQisthreadsafe());
    if (!options) /* libpq's reason may repeat the password */
        return fail(job, FAULT_INPUT,
                    "the database address is not one that PostgreSQL understands");
    const char *const password = option(options, "password");
    struct pg_address *address = calloc(1, sizeof(*address));
    if (!address)
        abort();
    address->url = copy_new(plan->url);
    address->password = copy_new(password ? password : "");
    address->name = name_new(job, options);
    PQconninfoFree(options);
    *shared = address;
    *name = address->name;
    return FAULT_NONE;
}

static void wipe(char *words)
{
    explicit_bzero(words, strlen(words));
    free(words);
}

void pg_unshare(void *shared)
{
    struct pg_address *address = shared;

    wipe(address->url);
    wipe(address->password);
    free(address->name);
    free(address);
}

const char *pg_redacted(struct job *job, const struct pg_address *address, const char *words)
{
    char *line = arena_copy(&job->arena, words ? words : "");

    for (char *at = line; *at; at++)
        if (*at == '\n' || *at == '\t')
            *at = ' ';
    for (char *end = line + strlen(line); end > line && end[-1] == ' ';)
        *--end = '\0';
    if (address->password[0] && strstr(line, address->password))
        return "the server's reason is not shown, because it repeats the password";
    return line;
}

static void ignore_notice(void *subject, const char *words)
{
    (void)subject;
    (void)words;
}

/* What the server may do for us; a setting that an old one does not know is left out.  The
 * first lets it notice within a second that we are gone, so that our locks go with us. */
static const char session_words[] =
    "select set_config(name, wanted, false)"
    "  from (values ('client_connection_check_interval', '1000'),"
    "               ('idle_in_transaction_session_timeout', '60000'),"
    "               ('bytea_output', 'hex')) as ours (known, wanted)"
    "  join pg_settings on name = known";

/* The server's word is not structured here: a code would be, but libpq keeps it to itself. */
static enum fault not_connected(struct job *job, const struct pg_address *address, const PGconn *pq)
{
    const char *const why = pg_redacted(job, address, PQerrorMessage(pq));

    if (strstr(why, "authentication failed") || strstr(why, "does not exist") ||
        strstr(why, "certificate") || strstr(why, "no pg_hba.conf entry"))
        return fail(job, FAULT_STORE, "%s", why);
    if (strstr(why, "too many clients") || strstr(why, "too many connections"))
        return fail(job, FAULT_BUSY, "%s", why);
    return fail(job, FAULT_LOST, "%s", why);
}

static enum fault set_up(struct job *job, const struct pg_address *address, PGconn *pq)
{
    if (PQstatus(pq) != CONNECTION_OK)
        return not_connected(job, address, pq);
    (void)PQsetNoticeProcessor(pq, ignore_notice, NULL);
    PGresult *result = PQexec(pq, session_words);
    const bool done = PQresultStatus(result) == PGRES_TUPLES_OK;
    PQclear(result);
    if (!done || PQsetnonblocking(pq, 1) != 0 || !PQenterPipelineMode(pq))
        return not_connected(job, address, pq);
    return FAULT_NONE;
}

static struct connection *connection_new(const struct pg_address *address, PGconn *pq)
{
    struct pg_connection *connection = calloc(1, sizeof(*connection));

    if (!connection)
        abort();
    connection->address = address;
    connection->pq = pq;
    return (struct connection *)connection; /* its first member */
}

void pg_disconnect(struct connection *base)
{
    struct pg_connection *connection = (struct pg_connection *)base;

    PQfinish(connection->pq);
    free(connection);
}

enum fault pg_connect(struct job *job, void *shared, struct connection **out)
{
    /* Before the address: may be overruled by it.  After it: may not.  libpq tries the hosts
     * one after the other, with the time-out for each. */
    static const char *const keywords[] = {
        "connect_timeout",      "keepalives_idle",
        "keepalives_interval",  "keepalives_count",
        "tcp_user_timeout",     "fallback_application_name",
        "target_session_attrs", "dbname",
        "client_encoding",      NULL,
    };
    const struct pg_address *address = shared;
    const char *const values[] = { "2",          "30",         "10",         "3",    "10000",
                                   "ontheclock", "read-write", address->url, "UTF8", NULL };
    PGconn *pq = PQconnectdbParams(keywords, values, 1);
    const enum fault fault = set_up(job, address, pq);

    if (fault)
        PQfinish(pq);
    else
        *out = connection_new(address, pq);
    return fault;
}
