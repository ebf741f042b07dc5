#include "wire/discord/field.h"

#include "base/job.h"
#include "base/number.h"
#include "base/utf8.h"
#include "wire/json.h"

static enum fault refuse(struct job *job, const char *name)
{
    return fail(job, FAULT_INPUT, "discord: %s is missing or not what it must be", name);
}

static bool is_absent(const struct json *json, const char *name)
{
    return !json_at(json, name) || json_is_null(json, name);
}

enum fault field_text(struct job *job, const struct json *json, const char *name, size_t most,
                      const char **text)
{
    const char *read = json_text(json, name);

    if (!read || *read == '\0' || utf8_length(read) > most)
        return refuse(job, name);
    *text = read;
    return FAULT_NONE;
}

enum fault field_snowflake(struct job *job, const struct json *json, const char *name,
                           uint64_t *snowflake)
{
    return json_snowflake(json, name, snowflake) ? FAULT_NONE : refuse(job, name);
}

enum fault field_may_snowflake(struct job *job, const struct json *json, const char *name,
                               uint64_t *snowflake)
{
    return is_absent(json, name) ? FAULT_NONE : field_snowflake(job, json, name, snowflake);
}

enum fault field_whole(struct job *job, const struct json *json, const char *name, int64_t least,
                       int64_t most, int64_t *whole)
{
    int64_t read;

    if (!json_whole(json, name, &read) || read < least || read > most)
        return refuse(job, name);
    *whole = read;
    return FAULT_NONE;
}

enum fault field_bits(struct job *job, const struct json *json, const char *name, uint64_t *bits)
{
    const char *text = json_text(json, name);

    return text && number_read_unsigned(text, bits) ? FAULT_NONE : refuse(job, name);
}

enum fault field_may_bits(struct job *job, const struct json *json, const char *name,
                          uint64_t *bits)
{
    return is_absent(json, name) ? FAULT_NONE : field_bits(job, json, name, bits);
}

enum fault field_object(struct job *job, const struct json *json, const char *name,
                        const struct json **object)
{
    const struct json *read = json_at(json, name);

    if (json_kind(read) != JSON_OBJECT)
        return refuse(job, name);
    *object = read;
    return FAULT_NONE;
}

static enum fault may_hold(struct job *job, const struct json *json, const char *name,
                           enum json_kind kind, size_t most, const struct json **held)
{
    const struct json *read = json_at(json, name);

    if (is_absent(json, name))
        return FAULT_NONE;
    if (json_kind(read) != kind || json_count(read) > most)
        return refuse(job, name);
    *held = read;
    return FAULT_NONE;
}

enum fault field_may_list(struct job *job, const struct json *json, const char *name, size_t most,
                          const struct json **list)
{
    return may_hold(job, json, name, JSON_LIST, most, list);
}

enum fault field_may_map(struct job *job, const struct json *json, const char *name, size_t most,
                         const struct json **map)
{
    return may_hold(job, json, name, JSON_OBJECT, most, map);
}

enum fault field_texts(struct job *job, const struct json *json, const char *name, size_t most,
                       const char *const **texts, size_t *count)
{
    const struct json *list = NULL;
    const enum fault fault = field_may_list(job, json, name, most, &list);

    if (fault || !list)
        return fault;

    const char **read = arena_take_many(&job->arena, json_count(list), sizeof(read[0]));
    size_t got = 0;
    for (const struct json *item = json_items(list); item; item = json_next(item)) {
        read[got] = json_as_text(item);
        if (!read[got++])
            return refuse(job, name);
    }
    *texts = read;
    *count = got;
    return FAULT_NONE;
}

enum fault field_snowflakes(struct job *job, const struct json *json, const char *name, size_t most,
                            uint64_t **snowflakes, size_t *count)
{
    const struct json *list = NULL;
    const enum fault fault = field_may_list(job, json, name, most, &list);

    if (fault || !list)
        return fault;

    uint64_t *read = arena_take_many(&job->arena, json_count(list), sizeof(read[0]));
    size_t got = 0;
    for (const struct json *item = json_items(list); item; item = json_next(item))
        if (!json_as_snowflake(item, &read[got++]))
            return refuse(job, name);
    *snowflakes = read;
    *count = got;
    return FAULT_NONE;
}
