/* json — a strict reader (RFC 8259) of what came from outside.  The only file that knows cJSON.
 *
 * Refused, beyond what is no JSON: bytes after the value, invalid UTF-8, NUL in a text,
 * half of a surrogate pair, a name twice in one object, numbers that no double holds or
 * of more than 63 bytes, more depth, bytes or values than the limits below.  So a text is
 * always a NUL-terminated UTF-8 string, whole.
 *
 * The getters take whatever they are given, also NULL, and say no when it is something
 * else; names are case-sensitive.  The tree lives in the job's arena and ends with it. */
#ifndef WIRE_JSON_H
#define WIRE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/fault.h"
#include "base/mark.h"

struct job;
struct json;

enum {
    JSON_BYTES_MOST = 8 * 1024 * 1024, /* callers check their own, smaller limit first */
    JSON_VALUES_MOST = 100 * 1000,     /* a value costs about 100 bytes of memory */
    JSON_DEPTH_MOST = 100,             /* the most that may be asked for */
};

/* The largest whole number that a double keeps apart from its neighbours. */
#define JSON_WHOLE_MOST INT64_C(9007199254740991)

enum json_kind { JSON_NULL, JSON_FLAG, JSON_NUMBER, JSON_TEXT, JSON_LIST, JSON_OBJECT };

/* `depth_most` is how many lists and objects may stand in one another: 1 for "[1, 2]".
 * FAULT_INPUT says what is wrong and at which byte. */
enum fault json_read(struct job *job, struct bytes bytes, unsigned depth_most,
                     const struct json **root) MUST_USE;

enum json_kind json_kind(const struct json *json); /* NULL: JSON_NULL */

/* The member of an object; NULL when there is none, or no object. */
const struct json *json_at(const struct json *json, const char *name);

/* Is it there, and null?  An absent member is not null. */
bool json_is_null(const struct json *json, const char *name);

/* The member as ...; NULL or false when it is absent or something else, and *value stays. */
const char *json_text(const struct json *json, const char *name);
bool json_snowflake(const struct json *json, const char *name, uint64_t *value) MUST_USE;
/* Without a fraction, within ±JSON_WHOLE_MOST. */
bool json_whole(const struct json *json, const char *name, int64_t *value) MUST_USE;
bool json_number(const struct json *json, const char *name, double *value) MUST_USE;
bool json_flag(const struct json *json, const char *name, bool *value) MUST_USE;

/* The value itself as ... */
const char *json_as_text(const struct json *json);
bool json_as_snowflake(const struct json *json, uint64_t *value) MUST_USE;
bool json_as_whole(const struct json *json, int64_t *value) MUST_USE;
bool json_as_number(const struct json *json, double *value) MUST_USE;
bool json_as_flag(const struct json *json, bool *value) MUST_USE;

/* json_whole()'s rule for a number that was read elsewhere. */
bool json_number_whole(double number, int64_t *value) MUST_USE;

/* The items of a list or the members of an object, in their order:
 *
 *     for (const struct json *item = json_items(list); item; item = json_next(item))
 */
const struct json *json_items(const struct json *json); /* the first; NULL: none, or neither */
const struct json *json_next(const struct json *item);
const char *json_name(const struct json *member); /* NULL for what is in no object */
size_t json_count(const struct json *json);

#endif
