/* What follows a valid signature: the target signs whatever it is given, as somebody who had
 * Discord's key, and the endpoint must read it.  An unsigned copy must be refused. */
#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "base/job.h"
#include "inbound/http/endpoints.h"
#include "wire/discord/interaction.h"
#include "wire/hex.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

/* Stands in for the dispatcher: reads as it does, and does nothing. */
enum fault interactions_answer(struct job *job, const struct interactions *interactions,
                               struct bytes body, struct instant received_at, struct answer *answer)
{
    struct interaction *interaction = arena_take(&job->arena, sizeof(*interaction));
    const enum fault fault = interaction_read(job, body, interaction);

    (void)interactions;
    (void)received_at;
    if (fault)
        return fault;
    *answer = (struct answer){ .body = body, .type = "application/json" };
    answer->interaction = interaction;
    answer->deferred = interaction->type == INTERACTION_COMPONENT;
    return FAULT_NONE;
}

void interactions_finish(struct job *job, const struct interactions *interactions,
                         const struct answer *answer)
{
    (void)job;
    (void)interactions;
    assert(answer->interaction->token);
}

static void swallow(const struct http_request *request, const struct http_answer *answer)
{
    (void)request;
    assert(answer->body.length > 0);
}

static void sign(struct arena *arena, const unsigned char *secret, struct bytes body, char *hex)
{
    unsigned char signature[crypto_sign_BYTES];
    unsigned char *text = arena_take(arena, 10 + body.length);

    memcpy(text, "1700000000", 10);
    if (body.length > 0)
        memcpy(text + 10, body.at, body.length);
    crypto_sign_detached(signature, NULL, text, 10 + body.length, secret);
    hex_write((struct bytes){ signature, sizeof(signature) }, hex);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    static const unsigned char seed[crypto_sign_SEEDBYTES] = { 7 };
    static const struct interactions interactions;
    unsigned char secret[crypto_sign_SECRETKEYBYTES];
    char hex[2 * crypto_sign_BYTES + 1];
    struct endpoints endpoints = { .interactions = &interactions, .stale_s = 300 };
    AUTO(job_end) struct job job = { .name = "fuzz" };
    struct http_field fields[] = {
        { "X-Signature-Ed25519", hex },
        { "X-Signature-Timestamp", "1700000000" },
    };
    const struct http_request request = {
        .method = "POST",
        .path = "/discord/interactions",
        .query = "",
        .fields = fields,
        .fields_count = LENGTH(fields),
        .body = { data, size },
        .address = "127.0.0.1",
        .received_at = { INT64_C(1700000000000) },
        .subject = &endpoints,
        .answer_now = swallow,
    };
    struct http_answer answer = { 0 };

    crypto_sign_seed_keypair(endpoints.discord_key.bytes, secret, seed);
    sign(&job.arena, secret, request.body, hex);
    assert(discord_signed(&job, &request, &answer));
    const enum fault fault = interactions_endpoint(&job, &request, &answer);
    assert(fault == FAULT_NONE || fault == FAULT_INPUT);

    hex[0] = (char)(hex[0] == '0' ? '1' : '0');
    assert(!discord_signed(&job, &request, &answer));
    return 0;
}
