#include "wire/discord/frame.h"

#include <string.h>

#include "base/job.h"
#include "base/secret.h"
#include "base/text.h"

#include "check.h"

CHECK(the_envelope_is_read_in_one_pass)
{
    struct frame frame;

    EQUAL(frame_read(bytes_of("{\"t\":\"GUILD_CREATE\",\"s\":42,\"op\":0,\"d\":{\"id\":\"1\"}}"),
                     &frame),
          true);
    EQUAL(frame.op, FRAME_DISPATCH);
    EQUAL(frame.sequence, 42);
    SAME(frame.event, "GUILD_CREATE");
    EQUAL(bytes_equal(frame.data, bytes_of("{\"id\":\"1\"}")), true);
}

CHECK(what_an_envelope_lacks_is_told_apart)
{
    struct frame frame;

    EQUAL(frame_read(bytes_of("{\"op\":11,\"d\":null,\"s\":null,\"t\":null}"), &frame), true);
    EQUAL(frame.op, FRAME_HEARTBEAT_ACK);
    EQUAL(frame.sequence, -1);
    SAME(frame.event, "");
    EQUAL(bytes_equal(frame.data, bytes_of("null")), true);
    EQUAL(frame_read(bytes_of("{\"op\":99}"), &frame) && frame.data.length == 0, true);
}

CHECK(no_op_is_no_frame)
{
    static const char *const cases[] = {
        "",    "{}",        "{\"op\":null}", "{\"op\":\"0\"}",      "{\"op\":0.5}",
        "[0]", "{\"op\":0", "{\"op\":0}x",   "{\"op\":0,\"op\":1}",
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct frame frame;
        HOLDS(!frame_read(bytes_of(cases[i]), &frame), "%s", cases[i]);
    }
}

CHECK(an_events_name_has_a_limit)
{
    for (size_t over = 0; over <= 1; over++) {
        AUTO(job_end) struct job job = { .name = "test" };
        struct frame frame;
        char name[FRAME_EVENT_MOST + 2] = { 0 };
        memset(name, 'X', FRAME_EVENT_MOST + over);
        EQUAL(
            frame_read(bytes_of(arena_print(&job.arena, "{\"op\":0,\"t\":\"%s\"}", name)), &frame),
            true);
        SAME(frame.event, over ? "" : name);
    }
}

CHECK(hello_names_the_pause_between_heartbeats)
{
    static const struct {
        const char *data;
        int64_t ms;
    } cases[] = {
        { "{\"heartbeat_interval\":41250,\"_trace\":[]}", 41250 },
        { "{\"heartbeat_interval\":1000}", 1000 },
        { "{\"heartbeat_interval\":999}", 0 },
        { "{\"heartbeat_interval\":600000}", 600000 },
        { "{\"heartbeat_interval\":600001}", 0 },
        { "{\"heartbeat_interval\":-1}", 0 },
        { "{\"heartbeat_interval\":\"41250\"}", 0 },
        { "{}", 0 },
        { "null", 0 },
        { "", 0 },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end) struct job job = { .name = "test" };
        int64_t ms = 0;
        const enum fault fault = frame_hello(&job, bytes_of(cases[i].data), &ms);
        HOLDS(ms == cases[i].ms && (fault == FAULT_NONE) == (ms != 0), "%s", cases[i].data);
    }
}

CHECK(ready_tells_who_we_are_and_where)
{
    AUTO(job_end) struct job job = { .name = "test" };
    struct frame_ready ready;

    EQUAL(frame_ready(&job,
                      bytes_of("{\"v\":10,\"user\":{\"id\":\"5\",\"bot\":true},"
                               "\"guilds\":[{\"id\":\"7\",\"unavailable\":true},{\"id\":\"8\"}],"
                               "\"session_id\":\"abc\",\"resume_gateway_url\":\"wss://r\","
                               "\"application\":{\"id\":\"6\",\"flags\":0}}"),
                      &ready),
          FAULT_NONE);
    SAME(ready.session, "abc");
    SAME(ready.resume_url, "wss://r");
    EQUAL(ready.user.snowflake, 5);
    EQUAL(ready.application.snowflake, 6);
    EQUAL(ready.guilds_count, 2);
    EQUAL(ready.guilds[1].snowflake, 8);
}

CHECK(ready_without_a_session_is_refused)
{
    static const char *const cases[] = {
        "{\"user\":{\"id\":\"5\"},\"session_id\":\"a\",\"resume_gateway_url\":\"w\"}",
        "{\"user\":{\"id\":\"5\"},\"session_id\":\"a\",\"application\":{\"id\":\"6\"}}",
        "{\"user\":{\"id\":\"5\"},\"resume_gateway_url\":\"w\",\"application\":{\"id\":\"6\"}}",
        "{\"user\":5,\"session_id\":\"a\",\"resume_gateway_url\":\"w\",\"application\":{\"id\":\"6\"}}",
        "{\"user\":{\"id\":\"5\"},\"session_id\":\"a\",\"resume_gateway_url\":\"w\","
        "\"application\":{\"id\":\"6\"},\"guilds\":[{\"id\":7}]}",
        "{\"user\":{\"id\":\"5\"},\"session_id\":\"a\",\"resume_gateway_url\":\"w\","
        "\"application\":{\"id\":\"6\"},\"guilds\":{}",
        "[]",
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end) struct job job = { .name = "test" };
        struct frame_ready ready;
        HOLDS(frame_ready(&job, bytes_of(cases[i]), &ready) == FAULT_INPUT, "%s", cases[i]);
    }
}

CHECK(a_shard_has_so_many_guilds_at_most)
{
    for (size_t over = 0; over <= 1; over++) {
        AUTO(job_end) struct job job = { .name = "test" };
        struct text text = text_in(&job.arena, 1000000);
        struct frame_ready ready;
        const char *out;
        text_add(&text,
                 "{\"user\":{\"id\":\"5\"},\"session_id\":\"a\",\"resume_gateway_url\":\"w\","
                 "\"application\":{\"id\":\"6\"},\"guilds\":[{\"id\":\"1\"}");
        for (size_t i = 1; i < FRAME_GUILDS_MOST + over; i++)
            text_addf(&text, ",{\"id\":\"%zu\",\"unavailable\":true}", i);
        text_add(&text, "]}");
        EQUAL(text_done(&text, &out), true);
        EQUAL(frame_ready(&job, bytes_of(out), &ready), over ? FAULT_INPUT : FAULT_NONE);
    }
}

CHECK(a_guild_is_there_gone_or_unavailable)
{
    AUTO(job_end) struct job job = { .name = "test" };
    struct frame_guild guild;

    EQUAL(frame_guild(&job,
                      bytes_of("{\"members\":[{\"id\":\"3\"}],\"name\":\"K\\u00fcche\","
                               "\"id\":\"9\",\"owner_id\":\"4\",\"unavailable\":false}"),
                      &guild),
          FAULT_NONE);
    SAME(guild.name, "K\xC3\xBC"
                     "che");
    EQUAL(guild.guild.snowflake, 9);
    EQUAL(guild.owner.snowflake, 4);
    EQUAL(guild.unavailable, false);
    EQUAL(frame_guild(&job, bytes_of("{\"id\":\"9\",\"unavailable\":true}"), &guild), FAULT_NONE);
    EQUAL(guild.unavailable && guild.name == NULL && guild.owner.snowflake == 0, true);
    EQUAL(frame_guild(&job, bytes_of("{\"id\":\"9\"}"), &guild), FAULT_NONE);
    EQUAL(guild.unavailable, false);
    EQUAL(frame_guild(&job, bytes_of("{\"id\":9}"), &guild), FAULT_INPUT);
}

CHECK(only_true_lets_a_session_resume)
{
    EQUAL(frame_resumable(bytes_of("true")), true);
    EQUAL(frame_resumable(bytes_of("false")), false);
    EQUAL(frame_resumable(bytes_of("1")), false);
    EQUAL(frame_resumable(BYTES_NONE), false);
}

CHECK(what_we_send_is_as_discord_reads_it)
{
    AUTO(job_end) struct job job = { .name = "test" };
    AUTO(secret_free) struct secret token = secret_new("tok\"en");
    const struct identify identify = { &token, 513, 1, 4, "the clock" };
    const struct identify plain = { &token, 1, 0, 1, NULL };
    struct bytes bytes;

    EQUAL(frame_identify(&job, &identify, &bytes), FAULT_NONE);
    SAME((const char *)bytes.at,
         "{\"op\":2,\"d\":{\"token\":\"tok\\\"en\",\"intents\":513,\"shard\":[1,4],"
         "\"properties\":{\"os\":\"linux\",\"browser\":\"ontheclock\",\"device\":\"ontheclock\"},"
         "\"presence\":{\"since\":null,\"activities\":[{\"name\":\"the clock\",\"type\":3}],"
         "\"status\":\"online\",\"afk\":false}}}");
    EQUAL(frame_identify(&job, &plain, &bytes), FAULT_NONE);
    EQUAL(strstr((const char *)bytes.at, "presence") == NULL, true);
    EQUAL(frame_resume(&job, &token, "abc", 1337, &bytes), FAULT_NONE);
    SAME((const char *)bytes.at, "{\"op\":6,\"d\":{\"token\":\"tok\\\"en\",\"session_id\":\"abc\","
                                 "\"seq\":1337}}");
    EQUAL(frame_heartbeat(&job, 251, &bytes), FAULT_NONE);
    SAME((const char *)bytes.at, "{\"op\":1,\"d\":251}");
    EQUAL(frame_heartbeat(&job, -1, &bytes), FAULT_NONE);
    SAME((const char *)bytes.at, "{\"op\":1,\"d\":null}");
}

CHECK(members_are_asked_for_by_id_or_all)
{
    AUTO(job_end) struct job job = { .name = "test" };
    const struct user_id users[] = { { 5 }, { 6 } };
    const struct members_request some = { { 9 }, users, 2, true, "n1" };
    const struct members_request all = { .guild = { 9 } };
    struct bytes bytes;

    EQUAL(frame_request_members(&job, &some, &bytes), FAULT_NONE);
    SAME((const char *)bytes.at, "{\"op\":8,\"d\":{\"guild_id\":\"9\",\"user_ids\":[\"5\",\"6\"],"
                                 "\"presences\":true,\"nonce\":\"n1\"}}");
    EQUAL(frame_request_members(&job, &all, &bytes), FAULT_NONE);
    SAME((const char *)bytes.at, "{\"op\":8,\"d\":{\"guild_id\":\"9\",\"query\":\"\",\"limit\":0,"
                                 "\"presences\":false}}");
}

CHECK(what_we_send_has_limits)
{
    for (size_t over = 0; over <= 1; over++) {
        AUTO(job_end) struct job job = { .name = "test" };
        AUTO(job_end) struct job second = { .name = "test" };
        AUTO(job_end) struct job third = { .name = "test" };
        AUTO(job_end) struct job fourth = { .name = "test" };
        AUTO(secret_free) struct secret token = secret_new("t");
        const enum fault wanted = over ? FAULT_BUG : FAULT_NONE;
        struct user_id users[FRAME_MEMBERS_MOST + 1];
        char nonce[34] = { 0 }, activity[130] = { 0 }, session[FRAME_SENT_MOST] = { 0 };
        struct bytes bytes;
        for (size_t i = 0; i < LENGTH(users); i++)
            users[i].snowflake = UINT64_MAX;
        memset(nonce, 'n', 32 + over);
        memset(activity, 'a', 128 + over);
        /* {"op":6,"d":{"token":"t","session_id":"","seq":1}} has 50 bytes. */
        memset(session, 's', FRAME_SENT_MOST - 50 + over);
        const struct members_request many = {
            { 9 }, users, FRAME_MEMBERS_MOST + over, false, NULL
        };
        const struct members_request named = { { 9 }, users, 1, false, nonce };
        const struct identify identify = { &token, 1, 0, 1, activity };
        EQUAL(frame_request_members(&job, &many, &bytes), wanted);
        EQUAL(frame_request_members(&second, &named, &bytes), wanted);
        EQUAL(frame_identify(&third, &identify, &bytes), wanted);
        EQUAL(frame_resume(&fourth, &token, session, 1, &bytes), wanted);
        if (!over)
            EQUAL(bytes.length, FRAME_SENT_MOST);
    }
}
