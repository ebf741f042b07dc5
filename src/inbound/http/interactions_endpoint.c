#include "base/job.h"
#include "base/log.h"
#include "base/number.h"
#include "inbound/http/endpoints.h"
#include "wire/discord/callback.h"
#include "wire/discord/interaction.h"
#include "wire/scan.h"

/* Discord's own clock and ours may differ, and its request may wait in a queue before us. */
static bool is_fresh(const char *timestamp, struct instant received_at, int64_t stale_s)
{
    int64_t signed_s;

    if (!timestamp || !number_read_within(timestamp, 0, INT64_C(1) << 40, &signed_s))
        return false;
    const int64_t age_s = instant_s(received_at) - signed_s;
    return age_s <= stale_s && age_s >= -stale_s;
}

bool discord_signed(struct job *job, const struct http_request *request, struct http_answer *answer)
{
    const struct endpoints *endpoints = request->subject;
    const char *timestamp = http_field(request, "X-Signature-Timestamp");
    const char *signature = http_field(request, "X-Signature-Ed25519");

    if (!endpoints->interactions) {
        http_problem(job, answer, 404, "interactions come by the gateway here");
        return false;
    }
    /* Both are looked at, and neither answer says which was wrong. */
    const bool fresh = is_fresh(timestamp, request->received_at, endpoints->stale_s);
    const bool genuine = signature_holds(&job->arena, &endpoints->discord_key, signature, timestamp,
                                         request->body);
    if (fresh && genuine)
        return true;
    log_info(job, "interaction refused", TEXT("address", request->address),
             TEXT("why", genuine ? "stale" : "signature"));
    http_problem(job, answer, 401, "the signature does not hold");
    return false;
}

/* Discord asks so whether we live, and when the operator enters our address.  It comes
 * without a person, so the dispatcher has no use for it. */
static bool is_ping(struct bytes body)
{
    struct scan_field type = { .name = "type" };
    int64_t number;

    return scan(body, INTERACTION_DEPTH_MOST, &type, 1) && scan_whole(type.value, &number) &&
           number == INTERACTION_PING;
}

enum fault interactions_endpoint(struct job *job, const struct http_request *request,
                                 struct http_answer *answer)
{
    const struct endpoints *endpoints = request->subject;
    struct answer reply = { 0 };

    if (is_ping(request->body)) {
        answer->type = "application/json";
        answer->body = callback_pong();
        return FAULT_NONE;
    }
    const enum fault fault = interactions_answer(job, endpoints->interactions, request->body,
                                                 request->received_at, &reply);
    if (fault)
        return fault;
    answer->type = reply.type;
    answer->body = reply.body;
    if (!reply.deferred)
        return FAULT_NONE;
    http_answer_now(request, answer);
    interactions_finish(job, endpoints->interactions, &reply);
    return FAULT_NONE;
}
