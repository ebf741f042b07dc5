/* Presences: what presence_read() takes is JSON, and what it finds is there. */
#include <assert.h>
#include <stdint.h>

#include "base/job.h"
#include "wire/discord/frame.h"
#include "wire/discord/presence.h"
#include "wire/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void count(void *context, struct user_id user, unsigned devices)
{
    size_t *visits = context;

    assert(user.snowflake != 0 && devices < 8);
    ++*visits;
}

static void must_be_there(struct job *job, struct bytes bytes, const struct presence *presence)
{
    const struct json *root = NULL;
    uint64_t guild = 0, user = 0;

    /* Only the tree notices a name that comes twice. */
    if (json_read(job, bytes, FRAME_DEPTH_MOST, &root))
        return;
    assert(json_snowflake(root, "guild_id", &guild) && guild == presence->guild.snowflake);
    assert(json_snowflake(json_at(root, "user"), "id", &user) && user == presence->user.snowflake);
    assert(json_text(json_at(root, "client_status"), "mobile") ||
           !(presence->devices & DEVICE_MOBILE));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO(job_end) struct job job = { .name = "fuzz" };
    const struct bytes bytes = { data, size };
    struct presence presence = { 0 };
    struct guild_id guild = { 0 };
    size_t visits = 0;

    if (presence_read(bytes, &presence))
        must_be_there(&job, bytes, &presence);
    (void)!presences_guild(bytes, &guild);
    (void)!presences_of_guild(bytes, count, &visits);
    (void)!presences_of_chunk(bytes, count, &visits);
    assert(visits <= size);
    return 0;
}
