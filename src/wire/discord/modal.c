#include "base/job.h"
#include "base/utf8.h"
#include "wire/discord/component.h"
#include "wire/discord/limit.h"
#include "wire/discord/message.h"
#include "wire/json_writer.h"

/* Discord's styles of a text input. */
enum { INPUT_SHORT = 1, INPUT_PARAGRAPH = 2 };

static enum fault check_input(struct job *job, const struct entry *entry)
{
    enum fault fault;

    if ((fault = limit_count(job, "longest text of an entry", entry->most, 1, ENTRY_TEXT_MOST)) ||
        (fault = limit_count(job, "shortest text of an entry", entry->least, 0, entry->most)) ||
        (fault = limit_text(job, "placeholder of an entry", entry->placeholder, 0,
                            ENTRY_PLACEHOLDER_MOST)))
        return fault;
    return limit_text(job, "text of an entry", entry->value, 0, entry->most);
}

static enum fault write_input(struct job *job, struct json_writer *json, const struct entry *entry)
{
    const enum fault fault = check_input(job, entry);

    if (fault)
        return fault;
    json_write_whole(json, "type", COMPONENT_TEXT_INPUT);
    json_write_whole(json, "style", entry->paragraph ? INPUT_PARAGRAPH : INPUT_SHORT);
    json_write_whole(json, "min_length", (int64_t)entry->least);
    json_write_whole(json, "max_length", (int64_t)entry->most);
    if (entry->placeholder)
        json_write_text(json, "placeholder", entry->placeholder);
    if (entry->value)
        json_write_text(json, "value", entry->value);
    return FAULT_NONE;
}

static enum fault write_select(struct job *job, struct json_writer *json, const struct entry *entry)
{
    enum fault fault;

    if ((fault = limit_rule(job, !entry->select->disabled, "nothing in a modal may be disabled")) ||
        (fault = limit_rule(job, !entry->required || entry->select->least > 0,
                            "a required select must have something chosen")))
        return fault;
    return select_write(job, json, entry->select);
}

static enum fault write_entry(struct job *job, struct json_writer *json, const struct entry *entry,
                              struct custom_ids *ids)
{
    enum fault fault;

    if ((fault = limit_text(job, "label of an entry", entry->label, 1, ENTRY_LABEL_MOST)) ||
        (fault = limit_text(job, "description of an entry", entry->description, 0,
                            ENTRY_DESCRIPTION_MOST)) ||
        (fault = custom_ids_add(job, ids, entry->id)))
        return fault;
    json_write_object(json, NULL);
    json_write_whole(json, "type", COMPONENT_LABEL);
    json_write_text(json, "label", entry->label);
    if (entry->description)
        json_write_text(json, "description", entry->description);
    json_write_object(json, "component");
    json_write_text(json, "custom_id", entry->id);
    json_write_flag(json, "required", entry->required);
    if ((fault = entry->select ? write_select(job, json, entry) : write_input(job, json, entry)))
        return fault;
    json_write_end(json);
    json_write_end(json);
    return FAULT_NONE;
}

enum fault modal_write(struct job *job, struct json_writer *json, const char *name,
                       const struct modal *modal)
{
    struct custom_ids ids = { 0 };
    enum fault fault;

    if ((fault = limit_text(job, "custom_id of a modal", modal->id, 1, CUSTOM_ID_MOST)) ||
        (fault = limit_text(job, "title of a modal", modal->title, 1, MODAL_TITLE_MOST)) ||
        (fault = limit_count(job, "entries of a modal", modal->entries_count, 1,
                             MODAL_ENTRIES_MOST)))
        return fault;
    json_write_object(json, name);
    json_write_text(json, "custom_id", modal->id);
    json_write_text(json, "title", modal->title);
    json_write_list(json, "components");
    for (size_t i = 0; !fault && i < modal->entries_count; i++)
        fault = write_entry(job, json, &modal->entries[i], &ids);
    if (fault)
        return fault;
    json_write_end(json);
    json_write_end(json);
    return FAULT_NONE;
}
