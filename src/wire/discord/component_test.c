#include <string.h>

#include "base/job.h"
#include "base/text.h"
#include "wire/discord/callback.h"
#include "wire/discord/message.h"

#include "check.h"

static const char *letters(struct job *job, size_t count)
{
    char *text = arena_take(&job->arena, count + 1);

    memset(text, 'x', count);
    return text;
}

static enum fault write_rows(const struct row *rows, size_t count)
{
    AUTO(job_end) struct job job = { .name = "test" };
    const struct message message = { .rows = rows, .rows_count = count };
    struct bytes json;

    return message_json(&job, &message, MESSAGE_POST, &json);
}

static enum fault write_button(const struct button *button)
{
    const struct row row = { button, 1, NULL };

    return write_rows(&row, 1);
}

static enum fault write_select(const struct select *select)
{
    const struct row row = { .select = select };

    return write_rows(&row, 1);
}

CHECK(rows_hold_five_buttons_and_messages_five_rows)
{
    struct button buttons[6][6];
    struct row rows[6];

    for (size_t i = 0; i < 6; i++) {
        for (size_t j = 0; j < 6; j++) {
            static char ids[36][3];
            ids[i * 6 + j][0] = (char)('a' + i);
            ids[i * 6 + j][1] = (char)('a' + j);
            buttons[i][j] = (struct button){ BUTTON_PRIMARY, "x", ids[i * 6 + j], NULL, false };
        }
        rows[i] = (struct row){ buttons[i], 5, NULL };
    }
    EQUAL(write_rows(rows, 5), FAULT_NONE);
    EQUAL(write_rows(rows, 6), FAULT_BUG);
    rows[0].buttons_count = 6;
    EQUAL(write_rows(rows, 1), FAULT_BUG);
    rows[0].buttons_count = 0;
    EQUAL(write_rows(rows, 1), FAULT_BUG);
}

CHECK(a_row_has_buttons_or_a_select)
{
    const struct button button = { BUTTON_PRIMARY, "x", "a", NULL, false };
    const struct select select = { .kind = SELECT_ROLE, .id = "b", .most = 1 };
    const struct row both = { &button, 1, &select };

    EQUAL(write_rows(&both, 1), FAULT_BUG);
}

CHECK(no_custom_id_comes_twice)
{
    const struct button buttons[] = { { BUTTON_PRIMARY, "x", "a", NULL, false },
                                      { BUTTON_LINK, "x", "https://a", NULL, false },
                                      { BUTTON_LINK, "x", "https://a", NULL, false } };
    struct select select = { .kind = SELECT_ROLE, .id = "b", .most = 1 };
    const struct row rows[] = { { buttons, 3, NULL }, { .select = &select } };

    EQUAL(write_rows(rows, 2), FAULT_NONE);
    select.id = "a";
    EQUAL(write_rows(rows, 2), FAULT_BUG);
}

CHECK(a_button_keeps_its_limits)
{
    for (size_t over = 0; over <= 1; over++) {
        AUTO(job_end) struct job job = { .name = "test" };
        const enum fault wanted = over ? FAULT_BUG : FAULT_NONE;
        const char *address = arena_print(&job.arena, "https://%s",
                                          letters(&job, BUTTON_ADDRESS_MOST - 8 + over));
        const struct button buttons[] = {
            { BUTTON_PRIMARY, letters(&job, BUTTON_LABEL_MOST + over), "a", NULL, false },
            { BUTTON_DANGER, "x", letters(&job, CUSTOM_ID_MOST + over), NULL, false },
            { BUTTON_LINK, "x", address, NULL, false },
            { BUTTON_PRIMARY, NULL, "a", letters(&job, EMOJI_MOST + over), false },
            { BUTTON_PRIMARY, NULL, "a", over ? NULL : "e", false },
            { BUTTON_PRIMARY, "x", over ? NULL : "a", NULL, false },
            { BUTTON_PRIMARY, "x", over ? "" : "a", NULL, false },
            { BUTTON_LINK, "x", over ? "javascript:x" : "http://localhost", NULL, false },
        };
        for (size_t i = 0; i < LENGTH(buttons); i++)
            HOLDS(write_button(&buttons[i]) == wanted, "case %zu + %zu", i, over);
    }
}

CHECK(a_select_keeps_its_limits)
{
    struct choice choices[SELECT_CHOICES_MOST + 1];
    static char values[LENGTH(choices)][2];

    for (size_t i = 0; i < LENGTH(choices); i++) {
        values[i][0] = (char)('a' + i);
        choices[i] = (struct choice){ .label = "x", .value = values[i] };
    }
    for (size_t over = 0; over <= 1; over++) {
        AUTO(job_end) struct job job = { .name = "test" };
        const enum fault wanted = over ? FAULT_BUG : FAULT_NONE;
        const char *hundred = letters(&job, CHOICE_MOST + over);
        const struct choice labels[] = { { .label = hundred, .value = "a" } };
        const struct choice worths[] = { { .label = "x", .value = hundred } };
        const struct choice notes[] = { { .label = "x", .value = "a", .description = hundred } };
        const struct choice twins[] = { { .label = "x", .value = "a" },
                                        { .label = "x", .value = over ? "a" : "b" } };
        const struct choice chosen[] = { { .label = "x", .value = "a", .chosen = true },
                                         { .label = "x", .value = "b", .chosen = over } };
        const struct select selects[] = {
            { SELECT_TEXT, "a", NULL, choices, SELECT_CHOICES_MOST + over, 0, 1, false },
            { SELECT_TEXT, "a", NULL, choices, 1 - over, 0, 1, false },
            { SELECT_TEXT, "a", NULL, choices, 3, 0, 3 + over, false },
            { SELECT_TEXT, "a", NULL, choices, 3, 2 + over, 2, false },
            { SELECT_TEXT, "a", letters(&job, SELECT_PLACEHOLDER_MOST + over), choices, 1, 0, 1,
              false },
            { SELECT_TEXT, letters(&job, CUSTOM_ID_MOST + over), NULL, choices, 1, 0, 1, false },
            { SELECT_TEXT, "a", NULL, labels, 1, 0, 1, false },
            { SELECT_TEXT, "a", NULL, worths, 1, 0, 1, false },
            { SELECT_TEXT, "a", NULL, notes, 1, 0, 1, false },
            { SELECT_TEXT, "a", NULL, twins, 2, 0, 1, false },
            { SELECT_TEXT, "a", NULL, chosen, 2, 0, 1, false },
            { SELECT_USER, "a", NULL, NULL, 0, 0, SELECT_CHOICES_MOST + over, false },
            { SELECT_ROLE, "a", NULL, NULL, 0, 0, 1 - over, false },
            { SELECT_CHANNEL, "a", NULL, choices, over, 0, 1, false },
        };
        for (size_t i = 0; i < LENGTH(selects); i++)
            HOLDS(write_select(&selects[i]) == wanted, "case %zu + %zu", i, over);
    }
}

CHECK(a_modal_is_written_with_labels)
{
    AUTO(job_end) struct job job = { .name = "test" };
    const struct select select = { .kind = SELECT_ROLE, .least = 1, .most = 2 };
    const struct entry entries[] = {
        { .id = "name",
          .label = "Name",
          .description = "of the server",
          .placeholder = "?",
          .value = "K",
          .least = 1,
          .most = 100,
          .paragraph = true,
          .required = true },
        { .id = "roles", .label = "Roles", .required = true, .select = &select },
    };
    const struct modal modal = { "purge", "Really?", entries, 2 };
    struct bytes json;

    EQUAL(callback_modal(&job, &modal, &json), FAULT_NONE);
    SAME((const char *)json.at,
         "{\"type\":9,\"data\":{\"custom_id\":\"purge\",\"title\":\"Really?\",\"components\":["
         "{\"type\":18,\"label\":\"Name\",\"description\":\"of the server\",\"component\":{"
         "\"custom_id\":\"name\",\"required\":true,\"type\":4,\"style\":2,\"min_length\":1,"
         "\"max_length\":100,\"placeholder\":\"?\",\"value\":\"K\"}},"
         "{\"type\":18,\"label\":\"Roles\",\"component\":{\"custom_id\":\"roles\","
         "\"required\":true,\"type\":6,\"min_values\":1,\"max_values\":2}}]}}");
}

static enum fault write_modal(const struct modal *modal)
{
    AUTO(job_end) struct job job = { .name = "test" };
    struct bytes json;

    return callback_modal(&job, modal, &json);
}

CHECK(a_modal_keeps_its_limits)
{
    static const char *const ids[] = { "a", "b", "c", "d", "e", "f" };
    struct entry entries[LENGTH(ids)];

    for (size_t i = 0; i < LENGTH(ids); i++)
        entries[i] = (struct entry){ .id = ids[i], .label = "x", .most = 1 };
    for (size_t over = 0; over <= 1; over++) {
        AUTO(job_end) struct job job = { .name = "test" };
        const struct modal modals[] = {
            { "m", "t", entries, MODAL_ENTRIES_MOST + over },
            { "m", "t", entries, 1 - over },
            { letters(&job, CUSTOM_ID_MOST + over), "t", entries, 1 },
            { "m", letters(&job, MODAL_TITLE_MOST + over), entries, 1 },
            { "m", over ? "" : "t", entries, 1 },
        };
        for (size_t i = 0; i < LENGTH(modals); i++)
            HOLDS(write_modal(&modals[i]) == (over ? FAULT_BUG : FAULT_NONE), "case %zu + %zu", i,
                  over);
    }
}

CHECK(an_entry_keeps_its_limits)
{
    for (size_t over = 0; over <= 1; over++) {
        AUTO(job_end) struct job job = { .name = "test" };
        const struct select must = { .kind = SELECT_ROLE, .least = 1 - over, .most = 1 };
        const struct select off = { .kind = SELECT_ROLE, .most = 1, .disabled = over };
        const struct entry entries[] = {
            { .id = "a", .label = letters(&job, ENTRY_LABEL_MOST + over), .most = 1 },
            { .id = "a", .label = over ? NULL : "x", .most = 1 },
            { .id = letters(&job, CUSTOM_ID_MOST + over), .label = "x", .most = 1 },
            { .id = "a",
              .label = "x",
              .description = letters(&job, ENTRY_DESCRIPTION_MOST + over),
              .most = 1 },
            { .id = "a",
              .label = "x",
              .placeholder = letters(&job, ENTRY_PLACEHOLDER_MOST + over),
              .most = 1 },
            { .id = "a", .label = "x", .most = ENTRY_TEXT_MOST + over },
            { .id = "a", .label = "x", .most = 1 - over },
            { .id = "a", .label = "x", .least = 5 + over, .most = 5 },
            { .id = "a", .label = "x", .value = letters(&job, 5 + over), .most = 5 },
            { .id = "a", .label = "x", .required = true, .select = &must },
            { .id = "a", .label = "x", .select = &off },
        };
        for (size_t i = 0; i < LENGTH(entries); i++) {
            const struct modal modal = { "m", "t", &entries[i], 1 };
            HOLDS(write_modal(&modal) == (over ? FAULT_BUG : FAULT_NONE), "case %zu + %zu", i,
                  over);
        }
    }
}

CHECK(two_entries_need_two_ids)
{
    const struct entry entries[] = { { .id = "a", .label = "x", .most = 1 },
                                     { .id = "a", .label = "y", .most = 1 } };
    const struct modal modal = { "m", "t", entries, 2 };

    EQUAL(write_modal(&modal), FAULT_BUG);
}
