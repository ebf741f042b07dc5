#include "wire/discord/message.h"

#include <string.h>

#include "base/job.h"
#include "base/text.h"
#include "base/utf8.h"
#include "wire/discord/component.h"
#include "wire/discord/limit.h"
#include "wire/json_writer.h"

enum { COLOUR_MOST = 0xFFFFFF };

/* ---- files ---- */

static bool is_plain_name(const char *name)
{
    return name[strspn(name, "abcdefghijklmnopqrstuvwxyz"
                             "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                             "0123456789.-_")] == '\0';
}

/* It becomes a header of the multipart body. */
static bool is_media_type(const char *type)
{
    if (!type || *type == '\0')
        return false;
    for (; *type; type++)
        if (*type < ' ' || *type > '~')
            return false;
    return true;
}

static bool has_file(const struct message *message, size_t before, const char *name)
{
    for (size_t i = 0; i < before; i++)
        if (strcmp(message->files[i].name, name) == 0)
            return true;
    return false;
}

static enum fault check_file(struct job *job, const struct message *message, size_t at)
{
    const struct file *file = &message->files[at];
    enum fault fault;

    if ((fault = limit_text(job, "name of a file", file->name, 1, MESSAGE_FILE_NAME_MOST)) ||
        (fault = limit_rule(job, is_plain_name(file->name),
                            "a file's name has other than letters, digits, '.', '-', '_'")) ||
        (fault = limit_rule(job, !has_file(message, at, file->name),
                            "two files have the same name")) ||
        (fault = limit_rule(job, is_media_type(file->type), "a file needs a media type")))
        return fault;
    return limit_count(job, "bytes of a file", file->content.length, 0, MESSAGE_FILE_BYTES_MOST);
}

/* The ids are the n of the files[n] beside the JSON; text, as all ids. */
static enum fault write_files(struct job *job, struct json_writer *json,
                              const struct message *message)
{
    enum fault fault = limit_count(job, "files of a message", message->files_count, 0,
                                   MESSAGE_FILES_MOST);

    json_write_list(json, "attachments");
    for (size_t i = 0; !fault && i < message->files_count; i++) {
        if ((fault = check_file(job, message, i)))
            break;
        json_write_object(json, NULL);
        json_write_bits(json, "id", i);
        json_write_text(json, "filename", message->files[i].name);
        json_write_end(json);
    }
    if (!fault)
        json_write_end(json);
    return fault;
}

/* ---- embeds ---- */

struct part {
    const char *name, *what;
    size_t least, most;
};

static const struct part part_title = { "title", "title of an embed", 0, EMBED_TITLE_MOST };
static const struct part part_text = { "description", "text of an embed", 0, EMBED_TEXT_MOST };
static const struct part part_footer = { "text", "footer of an embed", 1, EMBED_FOOTER_MOST };
static const struct part part_name = { "name", "name of a field", 1, EMBED_FIELD_NAME_MOST };
static const struct part part_value = { "value", "value of a field", 1, EMBED_FIELD_VALUE_MOST };

/* NULL is left out where nothing must be; *sum grows by the characters. */
static enum fault write_part(struct job *job, struct json_writer *json, const struct part *part,
                             const char *text, size_t *sum)
{
    const enum fault fault = limit_text(job, part->what, text, part->least, part->most);

    if (fault || !text)
        return fault;
    *sum += utf8_length(text);
    json_write_text(json, part->name, text);
    return FAULT_NONE;
}

static enum fault write_field(struct job *job, struct json_writer *json,
                              const struct embed_field *field, size_t *sum)
{
    enum fault fault;

    json_write_object(json, NULL);
    if ((fault = write_part(job, json, &part_name, field->name, sum)) ||
        (fault = write_part(job, json, &part_value, field->value, sum)))
        return fault;
    if (field->beside)
        json_write_flag(json, "inline", true);
    json_write_end(json);
    return FAULT_NONE;
}

static enum fault write_fields(struct job *job, struct json_writer *json, const struct embed *embed,
                               size_t *sum)
{
    enum fault fault = limit_count(job, "fields of an embed", embed->fields_count, 0,
                                   EMBED_FIELDS_MOST);

    if (fault || embed->fields_count == 0)
        return fault;
    json_write_list(json, "fields");
    for (size_t i = 0; !fault && i < embed->fields_count; i++)
        fault = write_field(job, json, &embed->fields[i], sum);
    if (!fault)
        json_write_end(json);
    return fault;
}

static enum fault write_footer(struct job *job, struct json_writer *json, const char *footer,
                               size_t *sum)
{
    enum fault fault;

    if (!footer)
        return FAULT_NONE;
    json_write_object(json, "footer");
    if ((fault = write_part(job, json, &part_footer, footer, sum)))
        return fault;
    json_write_end(json);
    return FAULT_NONE;
}

static void write_image(struct job *job, struct json_writer *json, const char *name)
{
    json_write_object(json, "image");
    json_write_text(json, "url", arena_print(&job->arena, "attachment://%s", name));
    json_write_end(json);
}

static bool is_empty(const struct embed *embed)
{
    return !embed->title && !embed->text && !embed->footer && embed->fields_count == 0 &&
           !embed->image;
}

static enum fault write_embed(struct job *job, struct json_writer *json,
                              const struct message *message, const struct embed *embed, size_t *sum)
{
    enum fault fault;

    json_write_object(json, NULL);
    if ((fault = limit_rule(job, !is_empty(embed), "an embed with nothing in it")) ||
        (fault = limit_count(job, "colour of an embed", embed->colour, 0, COLOUR_MOST)) ||
        (fault = limit_rule(job,
                            !embed->image || has_file(message, message->files_count, embed->image),
                            "the image of an embed is not among the files")) ||
        (fault = write_part(job, json, &part_title, embed->title, sum)) ||
        (fault = write_part(job, json, &part_text, embed->text, sum)) ||
        (fault = write_fields(job, json, embed, sum)) ||
        (fault = write_footer(job, json, embed->footer, sum)))
        return fault;
    json_write_whole(json, "color", embed->colour);
    if (embed->image)
        write_image(job, json, embed->image);
    json_write_end(json);
    return FAULT_NONE;
}

static enum fault write_embeds(struct job *job, struct json_writer *json,
                               const struct message *message)
{
    size_t sum = 0;
    enum fault fault = limit_count(job, "embeds of a message", message->embeds_count, 0,
                                   MESSAGE_EMBEDS_MOST);

    json_write_list(json, "embeds");
    for (size_t i = 0; !fault && i < message->embeds_count; i++)
        fault = write_embed(job, json, message, &message->embeds[i], &sum);
    if (fault)
        return fault;
    json_write_end(json);
    return limit_count(job, "characters of all embeds", sum, 0, EMBEDS_SUM_MOST);
}

/* ---- the message ---- */

static void write_no_mentions(struct json_writer *json)
{
    json_write_object(json, "allowed_mentions");
    json_write_list(json, "parse");
    json_write_end(json);
    json_write_end(json);
}

/* Discord trims blanks and refuses what is empty then. */
static bool says_nothing(const struct message *message)
{
    const char *text = message->text ? message->text : "";

    return text[strspn(text, " \t\r\n")] == '\0' && message->embeds_count == 0 &&
           message->rows_count == 0 && message->files_count == 0;
}

/* In an edit, what is not there is written as empty: it would stay otherwise. */
static enum fault write_parts(struct job *job, struct json_writer *json,
                              const struct message *message, enum message_use use)
{
    const bool all = use == MESSAGE_EDIT;
    enum fault fault = FAULT_NONE;

    if (message->text || all)
        json_write_text(json, "content", message->text ? message->text : "");
    if (message->embeds_count > 0 || all)
        fault = write_embeds(job, json, message);
    if (!fault && (message->rows_count > 0 || all))
        fault = rows_write(job, json, message->rows, message->rows_count);
    if (!fault && (message->files_count > 0 || all))
        fault = write_files(job, json, message);
    return fault;
}

/* All of the object but its end, so that more may follow. */
static enum fault write_open(struct job *job, struct json_writer *json, const char *name,
                             const struct message *message, enum message_use use)
{
    enum fault fault;

    if ((fault = limit_rule(job, !says_nothing(message), "a message with nothing in it")) ||
        (fault = limit_rule(job, !message->ephemeral || use != MESSAGE_POST,
                            "only the answer to an interaction can be ephemeral")) ||
        (fault = limit_text(job, "text of a message", message->text, 0, MESSAGE_TEXT_MOST)))
        return fault;
    json_write_object(json, name);
    if ((fault = write_parts(job, json, message, use)))
        return fault;
    write_no_mentions(json);
    if (message->ephemeral && use == MESSAGE_ANSWER)
        json_write_whole(json, "flags", MESSAGE_FLAG_EPHEMERAL);
    return FAULT_NONE;
}

enum fault message_write(struct job *job, struct json_writer *json, const char *name,
                         const struct message *message, enum message_use use)
{
    const enum fault fault = write_open(job, json, name, message, use);

    if (!fault)
        json_write_end(json);
    return fault;
}

static enum fault end(struct job *job, struct json_writer *writer, struct bytes *json)
{
    if (!json_writer_done(writer, json))
        return fail(job, FAULT_BUG, "discord: a message of more than %d bytes", MESSAGE_JSON_MOST);
    return FAULT_NONE;
}

enum fault message_json(struct job *job, const struct message *message, enum message_use use,
                        struct bytes *json)
{
    struct text text = text_in(&job->arena, MESSAGE_JSON_MOST);
    struct json_writer writer = json_writer_on(&text);
    const enum fault fault = message_write(job, &writer, NULL, message, use);

    return fault ? fault : end(job, &writer, json);
}

enum fault message_post_json(struct job *job, const struct message *message, const char *nonce,
                             struct bytes *json)
{
    struct text text = text_in(&job->arena, MESSAGE_JSON_MOST);
    struct json_writer writer = json_writer_on(&text);
    enum fault fault = limit_text(job, "nonce of a message", nonce, 1, MESSAGE_NONCE_MOST);

    if (!fault)
        fault = write_open(job, &writer, NULL, message, MESSAGE_POST);
    if (fault)
        return fault;
    json_write_text(&writer, "nonce", nonce);
    json_write_flag(&writer, "enforce_nonce", true);
    json_write_end(&writer);
    return end(job, &writer, json);
}

static enum fault write_choice(struct job *job, struct json_writer *json,
                               const struct choice *choice)
{
    enum fault fault;

    if ((fault = limit_text(job, "label of a choice", choice->label, 1, CHOICE_MOST)) ||
        (fault = limit_text(job, "value of a choice", choice->value, 1, CHOICE_MOST)))
        return fault;
    json_write_object(json, NULL);
    json_write_text(json, "name", choice->label);
    json_write_text(json, "value", choice->value);
    json_write_end(json);
    return FAULT_NONE;
}

enum fault choices_write(struct job *job, struct json_writer *json, const char *name,
                         const struct choice *choices, size_t count)
{
    enum fault fault = limit_count(job, "choices of an autocomplete", count, 0, CHOICES_MOST);

    if (fault)
        return fault;
    json_write_list(json, name);
    for (size_t i = 0; !fault && i < count; i++)
        fault = write_choice(job, json, &choices[i]);
    if (!fault)
        json_write_end(json);
    return fault;
}
