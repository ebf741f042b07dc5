#include "ledger_bench.h"

#include <stdio.h>

#include "base/job.h"
#include "store/store.h"

enum fault press_once(struct job *job, struct store *store, const struct press *press,
                      struct outcome *outcome)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    struct instant made_at = { press->made_at };
    struct punch punch = { .kind = press->kind,
                           .source = SOURCE_BUTTON,
                           .actor = press->member,
                           .made_at = made_at,
                           .received_at = { press->made_at + 150 },
                           .device_unknown = press->device_unknown };
    struct ledger *ledger = &outcome->ledger;
    enum fault fault;

    (void)snprintf(punch.request_key, sizeof(punch.request_key), "%s", press->key);
    if ((fault = store_borrow(job, store, &link)) || (fault = store_begin(job, &link, &change)) ||
        (fault = ledger_open(job, &change, press->guild, press->member, press->key,
                             (struct instant){ press->made_at - 86400000 }, ledger)))
        return fault;
    outcome->again = ledger->answered != NULL;
    outcome->refusal = outcome->again ? REFUSAL_NONE
                                      : punch_judge(&ledger->standing, press->kind, made_at);
    if (outcome->again) {
        outcome->punch = *ledger->answered;
        return store_keep(job, &change);
    }
    if (outcome->refusal != REFUSAL_NONE)
        return FAULT_NONE;
    if ((fault = ledger_append(job, &change, ledger, &punch)) || (fault = store_keep(job, &change)))
        return fault;
    outcome->punch = punch;
    return FAULT_NONE;
}

enum fault press_clock(struct store *store, const struct press *press, struct outcome *outcome)
{
    enum fault fault;
    int attempt = 0;

    do {
        struct job job = { .name = "press", .deadline_ms = monotonic_ms() + 30000 };
        fault = press_once(&job, store, press, outcome);
        if (fault == FAULT_STORE || fault == FAULT_BUG)
            fprintf(stderr, "press: %s: %s\n", fault_name(fault), job.why);
        job_end(&job);
        outcome->ledger = (struct ledger){ 0 }; /* lived in that job */
        attempt++;
    } while (store_may_repeat(fault, attempt));
    return fault;
}
