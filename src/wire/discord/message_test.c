#include "wire/discord/message.h"

#include <string.h>

#include "base/job.h"
#include "base/text.h"
#include "wire/discord/callback.h"
#include "wire/json.h"

#include "check.h"

static const char *as_text(struct bytes json)
{
    return (const char *)json.at;
}

/* So many times the character. */
static const char *times(struct job *job, const char *character, size_t count)
{
    struct text text = text_in(&job->arena, count * strlen(character));
    const char *out = NULL;

    for (size_t i = 0; i < count; i++)
        text_add(&text, character);
    EQUAL(text_done(&text, &out), true);
    return out;
}

CHECK(a_message_is_written_in_full)
{
    AUTO(job_end) struct job job = { .name = "test" };
    const struct button buttons[] = {
        { .style = BUTTON_SUCCESS,
          .label = "In",
          .id = "timeclock:clock_in",
          .emoji = "\xE2\x8F\xB1" },
        { .style = BUTTON_LINK, .label = "Web", .id = "https://x.example", .disabled = true },
    };
    const struct choice choices[] = {
        { .label = "One", .value = "1", .chosen = true },
        { .label = "Two", .value = "2", .description = "more" },
    };
    const struct select select = { SELECT_TEXT, "pick", "Choose", choices, 2, 0, 2, true };
    const struct row rows[] = { { buttons, 2, NULL }, { .select = &select } };
    const struct embed_field fields[] = { { "Today", "1 h", true }, { "Week", "2 h", false } };
    const struct embed embeds[] = {
        { "Hours", "all", "foot", 0x00FF80, fields, 2, "chart.png" },
    };
    const struct file files[] = { { "chart.png", "image/png", BYTES_NONE } };
    const struct message message = { "Hi <@1>", embeds, 1, rows, 2, files, 1, true };
    struct bytes json;

    EQUAL(message_json(&job, &message, MESSAGE_ANSWER, &json), FAULT_NONE);
    SAME(as_text(json),
         "{\"content\":\"Hi \\u003c@1>\",\"embeds\":[{\"title\":\"Hours\",\"description\":\"all\","
         "\"fields\":[{\"name\":\"Today\",\"value\":\"1 h\",\"inline\":true},"
         "{\"name\":\"Week\",\"value\":\"2 h\"}],\"footer\":{\"text\":\"foot\"},\"color\":65408,"
         "\"image\":{\"url\":\"attachment://chart.png\"}}],"
         "\"components\":[{\"type\":1,\"components\":["
         "{\"type\":2,\"style\":3,\"label\":\"In\",\"emoji\":{\"name\":\"\xE2\x8F\xB1\"},"
         "\"custom_id\":\"timeclock:clock_in\"},"
         "{\"type\":2,\"style\":5,\"label\":\"Web\",\"disabled\":true,"
         "\"url\":\"https://x.example\"}]},"
         "{\"type\":1,\"components\":[{\"type\":3,\"min_values\":0,\"max_values\":2,"
         "\"placeholder\":\"Choose\",\"options\":["
         "{\"label\":\"One\",\"value\":\"1\",\"default\":true},"
         "{\"label\":\"Two\",\"value\":\"2\",\"description\":\"more\"}],"
         "\"custom_id\":\"pick\",\"disabled\":true}]}],"
         "\"attachments\":[{\"id\":\"0\",\"filename\":\"chart.png\"}],"
         "\"allowed_mentions\":{\"parse\":[]},\"flags\":64}");
}

CHECK(an_edit_clears_what_it_does_not_say)
{
    AUTO(job_end) struct job job = { .name = "test" };
    const struct message message = { .text = "new", .ephemeral = true };
    struct bytes json;

    EQUAL(message_json(&job, &message, MESSAGE_EDIT, &json), FAULT_NONE);
    SAME(as_text(json), "{\"content\":\"new\",\"embeds\":[],\"components\":[],\"attachments\":[],"
                        "\"allowed_mentions\":{\"parse\":[]}}");

    const struct embed embed = { .title = "only" };
    const struct message other = { .embeds = &embed, .embeds_count = 1 };
    EQUAL(message_json(&job, &other, MESSAGE_EDIT, &json), FAULT_NONE);
    SAME(as_text(json), "{\"content\":\"\",\"embeds\":[{\"title\":\"only\",\"color\":0}],"
                        "\"components\":[],\"attachments\":[],"
                        "\"allowed_mentions\":{\"parse\":[]}}");
}

CHECK(a_post_says_only_what_it_has)
{
    AUTO(job_end) struct job job = { .name = "test" };
    const struct message message = { .text = "hello" };
    struct bytes json;

    EQUAL(message_json(&job, &message, MESSAGE_POST, &json), FAULT_NONE);
    SAME(as_text(json), "{\"content\":\"hello\",\"allowed_mentions\":{\"parse\":[]}}");
}

static enum fault write(struct job *job, const struct message *message)
{
    struct bytes json = BYTES_NONE;
    const enum fault fault = message_json(job, message, MESSAGE_ANSWER, &json);

    EQUAL(json.length > 0, fault == FAULT_NONE);
    EQUAL(fault == FAULT_BUG, job->why != NULL);
    return fault;
}

CHECK(text_is_counted_in_code_points)
{
    static const char *const characters[] = { "x", "\xC3\xA9", "\xF0\x9F\x98\x80" };

    for (size_t i = 0; i < LENGTH(characters); i++)
        for (size_t over = 0; over <= 1; over++) {
            AUTO(job_end) struct job job = { .name = "test" };
            const struct message message = {
                .text = times(&job, characters[i], MESSAGE_TEXT_MOST + over),
            };
            HOLDS(write(&job, &message) == (over ? FAULT_BUG : FAULT_NONE), "%s + %zu",
                  characters[i], over);
        }
}

static enum fault write_embed(struct job *job, const struct embed *embed)
{
    const struct message message = { .embeds = embed, .embeds_count = 1 };

    return write(job, &message);
}

CHECK(the_texts_of_an_embed_have_limits)
{
    for (size_t over = 0; over <= 1; over++) {
        const struct {
            const char *what;
            size_t title, text, footer, name, value;
        } cases[] = {
            { "title", EMBED_TITLE_MOST + over, 1, 1, 1, 1 },
            { "text", 1, EMBED_TEXT_MOST + over, 1, 1, 1 },
            { "footer", 1, 1, EMBED_FOOTER_MOST + over, 1, 1 },
            { "name", 1, 1, 1, EMBED_FIELD_NAME_MOST + over, 1 },
            { "value", 1, 1, 1, 1, EMBED_FIELD_VALUE_MOST + over },
            { "sum", 256, 4096, 622 + over, 2, 1024 },
            { "no name", 1, 1, 1, 1 - over, 1 },
            { "no value", 1, 1, 1, 1, 1 - over },
        };
        for (size_t i = 0; i < LENGTH(cases); i++) {
            AUTO(job_end) struct job job = { .name = "test" };
            const struct embed_field field = { times(&job, "x", cases[i].name),
                                               times(&job, "x", cases[i].value), false };
            const struct embed embed = {
                .title = times(&job, "x", cases[i].title),
                .text = times(&job, "x", cases[i].text),
                .footer = times(&job, "x", cases[i].footer),
                .fields = &field,
                .fields_count = 1,
            };
            HOLDS(write_embed(&job, &embed) == (over ? FAULT_BUG : FAULT_NONE), "%s + %zu",
                  cases[i].what, over);
        }
    }
}

CHECK(the_sum_goes_over_all_embeds)
{
    for (size_t over = 0; over <= 1; over++) {
        AUTO(job_end) struct job job = { .name = "test" };
        const struct embed embeds[] = {
            { .text = times(&job, "x", 3000) },
            { .text = times(&job, "x", 3000 + over) },
        };
        const struct message message = { .embeds = embeds, .embeds_count = 2 };
        EQUAL(write(&job, &message), over ? FAULT_BUG : FAULT_NONE);
    }
}

CHECK(an_embed_must_make_sense)
{
    const struct embed_field blank = { " ", "x", false };
    const struct embed embeds[] = {
        { .colour = 5 },
        { .title = "x", .colour = 0x1000000 },
        { .title = "x", .image = "none.png" },
        { .title = "x", .fields = &blank, .fields_count = 1 },
    };

    for (size_t i = 0; i < LENGTH(embeds); i++) {
        AUTO(job_end) struct job job = { .name = "test" };
        HOLDS(write_embed(&job, &embeds[i]) == FAULT_BUG, "case %zu", i);
    }
}

CHECK(counts_have_limits)
{
    for (size_t over = 0; over <= 1; over++) {
        const enum fault wanted = over ? FAULT_BUG : FAULT_NONE;
        struct embed embeds[MESSAGE_EMBEDS_MOST + 1];
        struct embed_field fields[EMBED_FIELDS_MOST + 1];
        struct file files[MESSAGE_FILES_MOST + 1];
        static const char *const names[] = {
            "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"
        };
        for (size_t i = 0; i < LENGTH(embeds); i++)
            embeds[i] = (struct embed){ .title = "x" };
        for (size_t i = 0; i < LENGTH(fields); i++)
            fields[i] = (struct embed_field){ "x", "y", false };
        for (size_t i = 0; i < LENGTH(files); i++)
            files[i] = (struct file){ names[i], "text/plain", BYTES_NONE };
        const struct embed full = { .fields = fields, .fields_count = EMBED_FIELDS_MOST + over };
        const struct message messages[] = {
            { .embeds = embeds, .embeds_count = MESSAGE_EMBEDS_MOST + over },
            { .embeds = &full, .embeds_count = 1 },
            { .files = files, .files_count = MESSAGE_FILES_MOST + over },
        };
        for (size_t i = 0; i < LENGTH(messages); i++) {
            AUTO(job_end) struct job job = { .name = "test" };
            HOLDS(write(&job, &messages[i]) == wanted, "case %zu + %zu", i, over);
        }
    }
}

CHECK(a_message_must_say_something_to_the_right_people)
{
    AUTO(job_end) struct job job = { .name = "test" };
    AUTO(job_end) struct job other = { .name = "test" };
    const struct message nothing = { .text = " \n" };
    const struct message secret = { .text = "x", .ephemeral = true };
    struct bytes json;

    EQUAL(write(&job, &nothing), FAULT_BUG);
    EQUAL(message_json(&other, &secret, MESSAGE_POST, &json), FAULT_BUG);
}

CHECK(files_have_plain_names_and_types)
{
    static const struct {
        const char *name, *type;
        bool fine;
    } cases[] = {
        { "report-2024_1.csv", "text/csv; charset=utf-8", true },
        { "", "text/csv", false },
        { NULL, "text/csv", false },
        { "a b.csv", "text/csv", false },
        { "a\".csv", "text/csv", false },
        { "a/b", "text/csv", false },
        { "a\r\n", "text/csv", false },
        { "\xC3\xA9", "text/csv", false },
        { "a", NULL, false },
        { "a", "", false },
        { "a", "text/csv\r\nX: y", false },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end) struct job job = { .name = "test" };
        const struct file file = { cases[i].name, cases[i].type, BYTES_NONE };
        const struct message message = { .files = &file, .files_count = 1 };
        HOLDS((write(&job, &message) == FAULT_NONE) == cases[i].fine, "case %zu", i);
    }
}

CHECK(files_have_limits_and_names_of_their_own)
{
    for (size_t over = 0; over <= 1; over++) {
        AUTO(job_end) struct job job = { .name = "test" };
        AUTO(job_end) struct job second = { .name = "test" };
        AUTO(job_end) struct job third = { .name = "test" };
        const enum fault wanted = over ? FAULT_BUG : FAULT_NONE;
        const struct bytes content = { (const unsigned char *)"", MESSAGE_FILE_BYTES_MOST + over };
        const struct file big = { "a", "x/y", content };
        const struct file named = { times(&job, "x", MESSAGE_FILE_NAME_MOST + over), "x/y",
                                    BYTES_NONE };
        const struct file two[] = { { "a", "x/y", BYTES_NONE },
                                    { over ? "a" : "b", "x/y", BYTES_NONE } };
        EQUAL(write(&job, &(struct message){ .files = &big, .files_count = 1 }), wanted);
        EQUAL(write(&second, &(struct message){ .files = &named, .files_count = 1 }), wanted);
        EQUAL(write(&third, &(struct message){ .files = two, .files_count = 2 }), wanted);
    }
}

CHECK(callbacks_have_discords_types)
{
    AUTO(job_end) struct job job = { .name = "test" };
    const struct message message = { .text = "x", .ephemeral = true };
    const struct choice choices[] = { { .label = "Berlin", .value = "Europe/Berlin" } };
    struct bytes json;

    SAME(as_text(callback_pong()), "{\"type\":1}");
    SAME(as_text(callback_deferred(false)), "{\"type\":5}");
    SAME(as_text(callback_deferred(true)), "{\"type\":5,\"data\":{\"flags\":64}}");
    SAME(as_text(callback_deferred_update()), "{\"type\":6}");
    EQUAL(callback_message(&job, &message, &json), FAULT_NONE);
    SAME(as_text(json), "{\"type\":4,\"data\":{\"content\":\"x\","
                        "\"allowed_mentions\":{\"parse\":[]},\"flags\":64}}");
    EQUAL(callback_update(&job, &message, &json), FAULT_NONE);
    SAME(as_text(json), "{\"type\":7,\"data\":{\"content\":\"x\",\"embeds\":[],\"components\":[],"
                        "\"attachments\":[],\"allowed_mentions\":{\"parse\":[]}}}");
    EQUAL(callback_choices(&job, choices, 1, &json), FAULT_NONE);
    SAME(as_text(json), "{\"type\":8,\"data\":{\"choices\":["
                        "{\"name\":\"Berlin\",\"value\":\"Europe/Berlin\"}]}}");
    EQUAL(callback_choices(&job, NULL, 0, &json), FAULT_NONE);
    SAME(as_text(json), "{\"type\":8,\"data\":{\"choices\":[]}}");
}

CHECK(suggested_choices_have_limits)
{
    for (size_t over = 0; over <= 1; over++) {
        AUTO(job_end) struct job job = { .name = "test" };
        AUTO(job_end) struct job second = { .name = "test" };
        AUTO(job_end) struct job third = { .name = "test" };
        const enum fault wanted = over ? FAULT_BUG : FAULT_NONE;
        const char *longest = times(&job, "x", CHOICE_MOST + over);
        struct choice many[CHOICES_MOST + 1];
        struct bytes json;
        for (size_t i = 0; i < LENGTH(many); i++)
            many[i] = (struct choice){ .label = "x", .value = "y" };
        EQUAL(callback_choices(&job, many, CHOICES_MOST + over, &json), wanted);
        many[0] = (struct choice){ .label = longest, .value = "y" };
        EQUAL(callback_choices(&second, many, 1, &json), wanted);
        many[0] = (struct choice){ .label = "x", .value = longest };
        EQUAL(callback_choices(&third, many, 1, &json), wanted);
    }
}

CHECK(a_post_that_may_come_twice_carries_its_nonce)
{
    AUTO(job_end) struct job job = { .name = "test" };
    const struct message message = { .text = "hello" };
    struct bytes json;

    EQUAL(message_post_json(&job, &message, "0123456789abcdef01234567", &json), FAULT_NONE);
    SAME(arena_print(&job.arena, "%.*s", (int)json.length, (const char *)json.at),
         "{\"content\":\"hello\",\"allowed_mentions\":{\"parse\":[]},"
         "\"nonce\":\"0123456789abcdef01234567\",\"enforce_nonce\":true}");
    EQUAL(message_post_json(&job, &message, "0123456789abcdef0123456789", &json), FAULT_BUG);
    EQUAL(message_post_json(&job, &message, "", &json), FAULT_BUG);
}
