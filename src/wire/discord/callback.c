#include "wire/discord/callback.h"

#include "base/job.h"
#include "base/text.h"
#include "wire/discord/message.h"
#include "wire/json_writer.h"

/* Discord's numbers of those that carry data. */
enum callback_type {
    CALLBACK_MESSAGE = 4,
    CALLBACK_UPDATE = 7,
    CALLBACK_CHOICES = 8,
    CALLBACK_MODAL = 9,
};

struct bytes callback_pong(void)
{
    return bytes_of("{\"type\":1}");
}

struct bytes callback_deferred(bool ephemeral)
{
    return bytes_of(ephemeral ? "{\"type\":5,\"data\":{\"flags\":64}}" : "{\"type\":5}");
}

struct bytes callback_deferred_update(void)
{
    return bytes_of("{\"type\":6}");
}

static void begin(struct json_writer *json, enum callback_type type)
{
    json_write_object(json, NULL);
    json_write_whole(json, "type", type);
}

/* `fault` is how the data went. */
static enum fault end(struct job *job, struct json_writer *json, enum fault fault,
                      struct bytes *bytes)
{
    if (fault)
        return fault;
    json_write_end(json);
    if (!json_writer_done(json, bytes))
        return fail(job, FAULT_BUG, "discord: a callback of more than %d bytes", MESSAGE_JSON_MOST);
    return FAULT_NONE;
}

enum fault callback_message(struct job *job, const struct message *message, struct bytes *json)
{
    struct text text = text_in(&job->arena, MESSAGE_JSON_MOST);
    struct json_writer writer = json_writer_on(&text);

    begin(&writer, CALLBACK_MESSAGE);
    return end(job, &writer, message_write(job, &writer, "data", message, MESSAGE_ANSWER), json);
}

enum fault callback_update(struct job *job, const struct message *message, struct bytes *json)
{
    struct text text = text_in(&job->arena, MESSAGE_JSON_MOST);
    struct json_writer writer = json_writer_on(&text);

    begin(&writer, CALLBACK_UPDATE);
    return end(job, &writer, message_write(job, &writer, "data", message, MESSAGE_EDIT), json);
}

enum fault callback_choices(struct job *job, const struct choice *choices, size_t count,
                            struct bytes *json)
{
    struct text text = text_in(&job->arena, MESSAGE_JSON_MOST);
    struct json_writer writer = json_writer_on(&text);
    enum fault fault;

    begin(&writer, CALLBACK_CHOICES);
    json_write_object(&writer, "data");
    fault = choices_write(job, &writer, "choices", choices, count);
    if (!fault)
        json_write_end(&writer);
    return end(job, &writer, fault, json);
}

enum fault callback_modal(struct job *job, const struct modal *modal, struct bytes *json)
{
    struct text text = text_in(&job->arena, MESSAGE_JSON_MOST);
    struct json_writer writer = json_writer_on(&text);

    begin(&writer, CALLBACK_MODAL);
    return end(job, &writer, modal_write(job, &writer, "data", modal), json);
}
