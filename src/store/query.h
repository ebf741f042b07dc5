/* query — statements on a borrowed connection.  For the store room only: the nouns beside it
 * (guilds, ledger, …) are written in these words. */
#ifndef STORE_QUERY_H
#define STORE_QUERY_H

#include "store/driver.h"
#include "store/statements.h"
#include "store/store.h"
#include "store/value.h"

/* Queue and take; see store/driver.h.  Call as
 *     query_send(job, link, SQL_name, most_rows, VALUES(value_id(guild), ...))
 * with as many values as the statement has $n. */
enum fault query_send(struct job *job, struct link *link, enum statement_id id, size_t limit,
                      const struct value *values, size_t count) MUST_USE;
enum fault query_take(struct job *job, struct link *link, struct rows *rows) MUST_USE;

/* One statement, there and back. */
enum fault query_rows(struct job *job, struct link *link, enum statement_id id, size_t limit,
                      struct rows *rows, const struct value *values, size_t count) MUST_USE;
/* The same without rows; *changed may be NULL. */
enum fault query_run(struct job *job, struct link *link, enum statement_id id, uint64_t *changed,
                     const struct value *values, size_t count) MUST_USE;
enum fault query_each(struct job *job, struct link *link, enum statement_id id, visit_row *visit,
                      void *context, const struct value *values, size_t count) MUST_USE;

/* store_begin() in another mode. */
enum fault query_begin(struct job *job, struct link *link, enum change_mode mode,
                       struct change *change) MUST_USE;

enum fault query_script(struct job *job, struct change *change, const char *text) MUST_USE;

/* What the database itself finds wrong with its file; *words stays as it was when all is well. */
enum fault query_inspect(struct job *job, struct link *link, const char **words) MUST_USE;

/* Which texts of two belong to this database. */
enum engine query_engine(const struct link *link);

/* The monotonic moment at which waiting ends: the job's deadline, or wait_ms from now if that
 * is sooner or the job has none. */
int64_t query_until(const struct job *job, int64_t wait_ms);

#endif
