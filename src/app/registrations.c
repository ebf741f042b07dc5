#include "app/registrations.h"

#include "app/app.h"
#include "base/job.h"
#include "store/registrations.h"
#include "store/store.h"

enum fault registrations_due(struct job *job, const struct app *app, const char *scope,
                             const struct hash *hash, bool *due)
{
    AUTO(store_return) struct link link = { 0 };
    struct hash told;
    bool found;
    enum fault fault = store_borrow(job, app->store, &link);

    if (!fault)
        fault = registrations_load(job, &link, scope, &found, &told);
    if (!fault)
        *due = !found || !hash_equal(&told, hash);
    return fault;
}

enum fault registrations_done(struct job *job, const struct app *app, const char *scope,
                              const struct hash *hash, struct instant now)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    enum fault fault = store_borrow(job, app->store, &link);

    if (!fault)
        fault = store_begin(job, &link, &change);
    if (!fault)
        fault = registrations_save(job, &change, scope, hash, now);
    if (!fault)
        fault = store_keep(job, &change);
    return fault;
}
