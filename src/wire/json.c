#include "wire/json.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/job.h"
#include "wire/cursor.h"
#include "wire/snowflake.h"

/* A struct json is a cJSON under a name that others may know. */
static const cJSON *tree_of(const struct json *json)
{
    return (const cJSON *)json;
}

static const struct json *json_of(const cJSON *tree)
{
    return (const struct json *)tree;
}

static void free_tree(void *tree)
{
    cJSON_Delete(tree);
}

static size_t children(const cJSON *tree)
{
    size_t count = 0;

    for (const cJSON *child = tree->child; child; child = child->next)
        count++;
    return count;
}

static int by_text(const void *one, const void *other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

/* Sorted, so that an object with many members does not cost their square. */
static bool any_name_twice(struct arena *arena, const cJSON *object)
{
    const size_t count = children(object);
    size_t i = 0;

    if (count < 2)
        return false;
    const char **names = arena_take_many(arena, count, sizeof(names[0]));
    for (const cJSON *child = object->child; child; child = child->next)
        names[i++] = child->string;
    qsort(names, count, sizeof(names[0]), by_text);
    for (i = 1; i < count; i++)
        if (strcmp(names[i - 1], names[i]) == 0)
            return true;
    return false;
}

/* As deep as the tree, which is limited. */
static bool twice_in(struct arena *arena, const cJSON *tree)
{
    if (cJSON_IsObject(tree) && any_name_twice(arena, tree))
        return true;
    for (const cJSON *child = tree->child; child; child = child->next)
        if (child->child && twice_in(arena, child))
            return true;
    return false;
}

enum fault json_read(struct job *job, struct bytes bytes, unsigned depth_most,
                     const struct json **root)
{
    struct cursor cursor = cursor_on(bytes, depth_most, JSON_VALUES_MOST);
    const unsigned char *from = cursor.at;

    assert(depth_most <= JSON_DEPTH_MOST);
    if (bytes.length > JSON_BYTES_MOST)
        return fail(job, FAULT_INPUT, "json: %zu bytes are too many", bytes.length);
    if (!cursor_skip(&cursor) || !cursor_finish(&cursor))
        return fail(job, FAULT_INPUT, "json: %s at byte %td", cursor.why, cursor.at - from);

    /* cJSON also notes where it failed, for all threads in one variable; nobody reads it. */
    cJSON *tree = cJSON_ParseWithLength((const char *)bytes.at, bytes.length);
    if (!tree)
        return fail(job, FAULT_INPUT, "json: not understood");
    arena_defer(&job->arena, free_tree, tree);
    if (twice_in(&job->arena, tree))
        return fail(job, FAULT_INPUT, "json: a name twice in one object");
    *root = json_of(tree);
    return FAULT_NONE;
}

enum json_kind json_kind(const struct json *json)
{
    const cJSON *tree = tree_of(json);

    if (!tree)
        return JSON_NULL;
    if (cJSON_IsBool(tree))
        return JSON_FLAG;
    if (cJSON_IsNumber(tree))
        return JSON_NUMBER;
    if (cJSON_IsString(tree))
        return JSON_TEXT;
    if (cJSON_IsArray(tree))
        return JSON_LIST;
    return cJSON_IsObject(tree) ? JSON_OBJECT : JSON_NULL;
}

const struct json *json_at(const struct json *json, const char *name)
{
    if (json_kind(json) != JSON_OBJECT)
        return NULL;
    return json_of(cJSON_GetObjectItemCaseSensitive(tree_of(json), name));
}

bool json_is_null(const struct json *json, const char *name)
{
    return cJSON_IsNull(tree_of(json_at(json, name)));
}

const char *json_text(const struct json *json, const char *name)
{
    return json_as_text(json_at(json, name));
}

bool json_snowflake(const struct json *json, const char *name, uint64_t *value)
{
    return json_as_snowflake(json_at(json, name), value);
}

bool json_whole(const struct json *json, const char *name, int64_t *value)
{
    return json_as_whole(json_at(json, name), value);
}

bool json_number(const struct json *json, const char *name, double *value)
{
    return json_as_number(json_at(json, name), value);
}

bool json_flag(const struct json *json, const char *name, bool *value)
{
    return json_as_flag(json_at(json, name), value);
}

const char *json_as_text(const struct json *json)
{
    return cJSON_GetStringValue(tree_of(json));
}

bool json_as_snowflake(const struct json *json, uint64_t *value)
{
    return snowflake_read(json_as_text(json), value);
}

bool json_number_whole(double number, int64_t *value)
{
    if (islessgreater(trunc(number), number) || fabs(number) > (double)JSON_WHOLE_MOST)
        return false;
    *value = (int64_t)number;
    return true;
}

bool json_as_whole(const struct json *json, int64_t *value)
{
    double number;

    return json_as_number(json, &number) && json_number_whole(number, value);
}

bool json_as_number(const struct json *json, double *value)
{
    if (json_kind(json) != JSON_NUMBER)
        return false;
    *value = tree_of(json)->valuedouble;
    return true;
}

bool json_as_flag(const struct json *json, bool *value)
{
    if (json_kind(json) != JSON_FLAG)
        return false;
    *value = cJSON_IsTrue(tree_of(json));
    return true;
}

const struct json *json_items(const struct json *json)
{
    return json ? json_of(tree_of(json)->child) : NULL;
}

const struct json *json_next(const struct json *item)
{
    return item ? json_of(tree_of(item)->next) : NULL;
}

const char *json_name(const struct json *member)
{
    return member ? tree_of(member)->string : NULL;
}

size_t json_count(const struct json *json)
{
    return json ? children(tree_of(json)) : 0;
}
