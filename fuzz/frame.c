/* The frames of the gateway, and what we read from their data. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/job.h"
#include "wire/discord/frame.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_data(struct bytes data)
{
    AUTO(job_end) struct job job = { .name = "fuzz" };
    struct frame_ready ready;
    struct frame_guild guild;
    int64_t heartbeat_ms = 0;

    if (frame_hello(&job, data, &heartbeat_ms) == FAULT_NONE)
        assert(heartbeat_ms >= 1000);
    if (frame_ready(&job, data, &ready) == FAULT_NONE)
        assert(*ready.session && *ready.resume_url && ready.user.snowflake &&
               ready.guilds_count <= FRAME_GUILDS_MOST && ready.shard < ready.shards);
    if (frame_guild(&job, data, &guild) == FAULT_NONE)
        assert(guild.guild.snowflake != 0);
    (void)frame_resumable(data);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct bytes bytes = { data, size };
    struct frame frame;

    read_data(bytes);
    if (!frame_read(bytes, &frame))
        return 0;
    assert(frame.sequence >= -1 && strlen(frame.event) <= FRAME_EVENT_MOST);
    assert(frame.data.length == 0 ||
           (frame.data.at > data && frame.data.at + frame.data.length < data + size));
    read_data(frame.data);
    return 0;
}
