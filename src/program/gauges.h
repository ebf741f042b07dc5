/* gauges — what the parts tell of themselves, as metrics; each is copied from its part at the
 * moment somebody reads /metrics. */
#ifndef PROGRAM_GAUGES_H
#define PROGRAM_GAUGES_H

struct store;
struct workers;

void gauges_enlist(void);

void gauges_store(struct store *store);
void gauges_workers(struct workers *workers);

#endif
