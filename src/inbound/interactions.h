/* interactions — one dispatcher for both transports: from the bytes of an interaction to
 * the bytes of its answer.
 *
 * A worker calls it with what the gateway (the `d` of INTERACTION_CREATE) or the HTTP
 * endpoint (the verified body) received:
 *
 *     bytes --read--> interaction --find row, check right--> handler --> reply --write--> answer
 *
 * The row of the command decides whether the answer is final or "deferred".  After a
 * deferred one has been sent, the transport calls interactions_finish() on the same job:
 * only then the handler runs, and its reply is edited into @original by REST. */
#ifndef INBOUND_INTERACTIONS_H
#define INBOUND_INTERACTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/fault.h"
#include "base/instant.h"
#include "base/mark.h"
#include "domain/ids.h"

struct app;
struct call;
struct discord;
struct interaction;
struct job;

/* Discord forgets an interaction that was not answered within 3 s; we leave 500 ms for the
 * way back. */
enum { INTERACTION_ANSWER_MS = 2500, INTERACTION_BYTES_MOST = 256 * 1024 };

struct interactions {
    struct app *app;
    struct discord *discord; /* for what follows a deferred answer, and the gateway's answers */
    struct application_id application;
};

struct answer {
    /* What to send as interaction callback (JSON, or multipart when it carries files);
     * in the job's arena. */
    struct bytes body;
    const char *type; /* media type of the body */
    /* The interaction as read, for interactions_finish() and the callback's address. */
    const struct interaction *interaction;
    struct call *call; /* what it asks for; NULL: answered without one */
    bool deferred;     /* interactions_finish() must be called once the answer is sent */
};

/* FAULT_INPUT when the bytes are no interaction (HTTP answers 400); every other trouble is
 * already an answer with a reference code, logged, and FAULT_NONE. */
enum fault interactions_answer(struct job *job, const struct interactions *interactions,
                               struct bytes body, struct instant received_at,
                               struct answer *answer) MUST_USE;

/* Runs what was deferred and edits @original.  Never faults towards the caller: what went
 * wrong is logged and told to the person. */
void interactions_finish(struct job *job, const struct interactions *interactions,
                         const struct answer *answer);

/* The whole way for the gateway: answer, send it by REST
 * (POST /interactions/{id}/{token}/callback), finish. */
void interactions_carry(struct job *job, const struct interactions *interactions, struct bytes body,
                        struct instant received_at);

#endif
