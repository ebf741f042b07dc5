#include "wire/discord/component.h"

#include <assert.h>
#include <string.h>

#include "base/job.h"
#include "wire/discord/limit.h"
#include "wire/json_writer.h"

enum fault custom_ids_add(struct job *job, struct custom_ids *ids, const char *id)
{
    const enum fault fault = limit_text(job, "custom_id", id, 1, CUSTOM_ID_MOST);

    if (fault)
        return fault;
    for (size_t i = 0; i < ids->count; i++)
        if (strcmp(ids->seen[i], id) == 0)
            return fail(job, FAULT_BUG, "discord: the custom_id %s comes twice", id);
    assert(ids->count < LENGTH(ids->seen));
    ids->seen[ids->count++] = id;
    return FAULT_NONE;
}

static enum fault write_address(struct job *job, struct json_writer *json, const char *address)
{
    enum fault fault;

    if ((fault = limit_text(job, "address of a button", address, 1, BUTTON_ADDRESS_MOST)) ||
        (fault = limit_rule(
             job, strncmp(address, "https://", 8) == 0 || strncmp(address, "http://", 7) == 0,
             "a link button needs a web address")))
        return fault;
    json_write_text(json, "url", address);
    return FAULT_NONE;
}

static void write_emoji(struct json_writer *json, const char *emoji)
{
    json_write_object(json, "emoji");
    json_write_text(json, "name", emoji);
    json_write_end(json);
}

static enum fault write_button(struct job *job, struct json_writer *json,
                               const struct button *button, struct custom_ids *ids)
{
    enum fault fault;

    if ((fault = limit_text(job, "label of a button", button->label, button->emoji ? 0 : 1,
                            BUTTON_LABEL_MOST)) ||
        (fault = limit_text(job, "emoji", button->emoji ? button->emoji : "x", 1, EMOJI_MOST)) ||
        (fault = limit_count(job, "style of a button", button->style, BUTTON_PRIMARY, BUTTON_LINK)))
        return fault;
    json_write_object(json, NULL);
    json_write_whole(json, "type", COMPONENT_BUTTON);
    json_write_whole(json, "style", button->style);
    if (button->label)
        json_write_text(json, "label", button->label);
    if (button->emoji)
        write_emoji(json, button->emoji);
    if (button->disabled)
        json_write_flag(json, "disabled", true);
    if (button->style == BUTTON_LINK)
        fault = write_address(job, json, button->id);
    else if (!(fault = custom_ids_add(job, ids, button->id)))
        json_write_text(json, "custom_id", button->id);
    json_write_end(json);
    return fault;
}

static enum fault write_choice(struct job *job, struct json_writer *json,
                               const struct choice *choice)
{
    enum fault fault;

    if ((fault = limit_text(job, "label of a choice", choice->label, 1, CHOICE_MOST)) ||
        (fault = limit_text(job, "value of a choice", choice->value, 1, CHOICE_MOST)) ||
        (fault = limit_text(job, "description of a choice", choice->description, 0, CHOICE_MOST)))
        return fault;
    json_write_object(json, NULL);
    json_write_text(json, "label", choice->label);
    json_write_text(json, "value", choice->value);
    if (choice->description)
        json_write_text(json, "description", choice->description);
    if (choice->chosen)
        json_write_flag(json, "default", true);
    json_write_end(json);
    return FAULT_NONE;
}

static bool has_value_before(const struct select *select, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (strcmp(select->choices[i].value, select->choices[at].value) == 0)
            return true;
    return false;
}

static enum fault write_select_choices(struct job *job, struct json_writer *json,
                                       const struct select *select)
{
    size_t chosen = 0;
    enum fault fault;

    if ((fault = limit_count(job, "choices of a select", select->choices_count, 1,
                             SELECT_CHOICES_MOST)) ||
        (fault = limit_count(job, "how many may be chosen", select->most, 1,
                             select->choices_count)))
        return fault;
    json_write_list(json, "options");
    for (size_t i = 0; i < select->choices_count; i++) {
        if ((fault = write_choice(job, json, &select->choices[i])) ||
            (fault = limit_rule(job, !has_value_before(select, i),
                                "two choices of a select have the same value")))
            return fault;
        chosen += select->choices[i].chosen;
    }
    json_write_end(json);
    return limit_count(job, "chosen choices of a select", chosen, 0, select->most);
}

enum fault select_write(struct job *job, struct json_writer *json, const struct select *select)
{
    enum fault fault;

    if ((fault = limit_text(job, "placeholder of a select", select->placeholder, 0,
                            SELECT_PLACEHOLDER_MOST)) ||
        (fault = limit_count(job, "how many may be chosen", select->most, 1,
                             SELECT_CHOICES_MOST)) ||
        (fault = limit_count(job, "how many must be chosen", select->least, 0, select->most)) ||
        (fault = limit_rule(job, select->kind == SELECT_TEXT || select->choices_count == 0,
                            "only a select of texts has choices")))
        return fault;
    json_write_whole(json, "type", select->kind);
    json_write_whole(json, "min_values", (int64_t)select->least);
    json_write_whole(json, "max_values", (int64_t)select->most);
    if (select->placeholder)
        json_write_text(json, "placeholder", select->placeholder);
    return select->kind == SELECT_TEXT ? write_select_choices(job, json, select) : FAULT_NONE;
}

static enum fault write_row_select(struct job *job, struct json_writer *json,
                                   const struct select *select, struct custom_ids *ids)
{
    enum fault fault;

    json_write_object(json, NULL);
    if ((fault = custom_ids_add(job, ids, select->id)) || (fault = select_write(job, json, select)))
        return fault;
    json_write_text(json, "custom_id", select->id);
    if (select->disabled)
        json_write_flag(json, "disabled", true);
    json_write_end(json);
    return FAULT_NONE;
}

static enum fault write_row(struct job *job, struct json_writer *json, const struct row *row,
                            struct custom_ids *ids)
{
    enum fault fault = row->select
                           ? limit_count(job, "buttons beside a select", row->buttons_count, 0, 0)
                           : limit_count(job, "buttons of a row", row->buttons_count, 1,
                                         ROW_BUTTONS_MOST);

    if (fault)
        return fault;
    json_write_object(json, NULL);
    json_write_whole(json, "type", COMPONENT_ROW);
    json_write_list(json, "components");
    if (row->select)
        fault = write_row_select(job, json, row->select, ids);
    for (size_t i = 0; !fault && i < row->buttons_count; i++)
        fault = write_button(job, json, &row->buttons[i], ids);
    if (fault)
        return fault;
    json_write_end(json);
    json_write_end(json);
    return FAULT_NONE;
}

enum fault rows_write(struct job *job, struct json_writer *json, const struct row *rows,
                      size_t count)
{
    struct custom_ids ids = { 0 };
    enum fault fault = limit_count(job, "rows of a message", count, 0, MESSAGE_ROWS_MOST);

    json_write_list(json, "components");
    for (size_t i = 0; !fault && i < count; i++)
        fault = write_row(job, json, &rows[i], &ids);
    if (!fault)
        json_write_end(json);
    return fault;
}
