#include <string.h>

#include "base/job.h"
#include "base/text.h"
#include "wire/discord/interaction.h"

#include "check.h"

/* So many times the two with a number between them, and commas between those. */
static const char *repeat(struct job *job, const char *before, const char *after, size_t count)
{
    struct text text = text_in(&job->arena, 1000000);
    const char *out = NULL;

    for (size_t i = 0; i < count; i++)
        text_addf(&text, "%s%s%zu%s", i ? "," : "", before, i + 1, after);
    EQUAL(text_done(&text, &out), true);
    return out;
}

static const char *letters(struct job *job, size_t count)
{
    char *text = arena_take(&job->arena, count + 1);

    memset(text, 'x', count);
    return text;
}

static enum fault read_with(struct job *job, int type, const char *guild, const char *rest)
{
    struct interaction got;
    const char *text = arena_print(&job->arena,
                                   "{\"type\":%d,\"id\":\"1\",\"application_id\":\"2\",%s,%s}",
                                   type, guild, rest);

    return interaction_read(job, bytes_of(text), &got);
}

#define PLAIN "\"token\":\"t\",\"user\":{\"id\":\"9\"}"

CHECK(every_count_has_its_limit)
{
    for (size_t over = 0; over <= 1; over++) {
        AUTO(job_end) struct job job = { .name = "test" };
        struct arena *arena = &job.arena;
        const enum fault wanted = over ? FAULT_INPUT : FAULT_NONE;

        EQUAL(read_with(&job, 2, PLAIN,
                        arena_print(arena,
                                    "\"data\":{\"id\":\"1\",\"name\":\"a\",\"type\":1,"
                                    "\"options\":[%s]}",
                                    repeat(&job, "{\"name\":\"o", "\",\"type\":5,\"value\":true}",
                                           INTERACTION_OPTIONS_MOST + over))),
              wanted);
        EQUAL(read_with(&job, 2, PLAIN,
                        arena_print(arena, "\"data\":{\"id\":\"1\",\"name\":\"%s\",\"type\":1}",
                                    letters(&job, INTERACTION_NAME_MOST + over))),
              wanted);
        EQUAL(read_with(&job, 2, PLAIN,
                        arena_print(arena,
                                    "\"data\":{\"id\":\"1\",\"name\":\"a\",\"type\":1,"
                                    "\"resolved\":{\"roles\":{%s}}}",
                                    repeat(&job, "\"", "\":{\"id\":\"1\"}",
                                           INTERACTION_RESOLVED_MOST + over))),
              wanted);
        EQUAL(read_with(&job, 3, PLAIN ",\"message\":{\"id\":\"1\"}",
                        arena_print(arena,
                                    "\"data\":{\"custom_id\":\"c\",\"component_type\":3,"
                                    "\"values\":[%s]}",
                                    repeat(&job, "\"", "\"", INTERACTION_VALUES_MOST + over))),
              wanted);
        EQUAL(read_with(&job, 3, PLAIN ",\"message\":{\"id\":\"1\"}",
                        arena_print(arena, "\"data\":{\"custom_id\":\"%s\",\"component_type\":2}",
                                    letters(&job, INTERACTION_CUSTOM_ID_MOST + over))),
              wanted);
        EQUAL(
            read_with(&job, 5, PLAIN,
                      arena_print(arena, "\"data\":{\"custom_id\":\"c\",\"components\":[%s]}",
                                  repeat(&job, "{\"type\":18,\"component\":{\"custom_id\":\"e",
                                         "\",\"value\":\"\"}}", INTERACTION_ENTRIES_MOST + over))),
            wanted);
        EQUAL(read_with(&job, 1,
                        arena_print(arena, "\"token\":\"%s\"",
                                    letters(&job, INTERACTION_TOKEN_MOST + over)),
                        "\"x\":1"),
              wanted);
        EQUAL(read_with(
                  &job, 1, PLAIN,
                  arena_print(arena, "\"entitlements\":[%s]",
                              repeat(&job, "{\"sku_id\":\"", "\"}", INTERACTION_SKUS_MOST + over))),
              wanted);
        EQUAL(read_with(&job, 5, "\"token\":\"t\",\"guild_id\":\"3\"",
                        arena_print(arena,
                                    "\"data\":{\"custom_id\":\"c\"},\"member\":{\"user\":"
                                    "{\"id\":\"9\"},\"permissions\":\"0\",\"roles\":[%s]}",
                                    repeat(&job, "\"", "\"", INTERACTION_ROLES_MOST + over))),
              wanted);
    }
}

CHECK(two_rows_of_entries_share_the_limit)
{
    AUTO(job_end) struct job job = { .name = "test" };
    const char *row = repeat(&job, "{\"type\":4,\"custom_id\":\"e", "\",\"value\":\"\"}",
                             INTERACTION_ENTRIES_MOST);

    EQUAL(read_with(&job, 5, PLAIN,
                    arena_print(&job.arena,
                                "\"data\":{\"custom_id\":\"c\",\"components\":["
                                "{\"type\":1,\"components\":[%s]},"
                                "{\"type\":1,\"components\":[{\"custom_id\":\"more\"}]}]}",
                                row)),
          FAULT_INPUT);
}

CHECK(an_interaction_too_long_is_not_even_read)
{
    for (size_t over = 0; over <= 1; over++) {
        AUTO(job_end) struct job job = { .name = "test" };
        struct interaction got;
        const char ping[] = "{\"type\":1,\"id\":\"1\",\"application_id\":\"2\",\"token\":\"t\"}";
        char *text = arena_take(&job.arena, INTERACTION_JSON_MOST + 2);
        memset(text, ' ', INTERACTION_JSON_MOST + over);
        memcpy(text, ping, sizeof(ping) - 1);
        EQUAL(interaction_read(&job, bytes_of(text), &got), over ? FAULT_INPUT : FAULT_NONE);
    }
}
