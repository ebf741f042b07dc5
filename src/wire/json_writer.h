/* json_writer — JSON, written in one go onto a text.
 *
 *     struct text text = text_in(&job->arena, 4096);
 *     struct json_writer json = json_writer_on(&text);
 *
 *     json_write_object(&json, NULL);
 *     json_write_text(&json, "name", name);
 *     json_write_list(&json, "roles");
 *     json_write_snowflake(&json, NULL, role);
 *     json_write_end(&json);
 *     json_write_end(&json);
 *     if (!json_writer_done(&json, &bytes))
 *         return fail(...);
 *
 * `name` is the member's name in an object and NULL elsewhere; a wrong nesting is a bug and
 * asserted.  The same calls give the same bytes: no blanks, members in the order written.
 * '<', U+2028 and U+2029 are escaped, so that the result may stand in an HTML script.
 * Texts that are no UTF-8 get U+FFFD where they are broken. */
#ifndef WIRE_JSON_WRITER_H
#define WIRE_JSON_WRITER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/mark.h"

struct text;

enum { JSON_WRITER_DEPTH_MOST = 32 };

struct json_writer {
    struct text *text;
    unsigned depth;   /* of open objects and lists */
    uint32_t objects; /* bit n: level n + 1 is an object */
    uint32_t filled;  /* bit n: level n + 1 has something in it already */
    bool whole;       /* the outermost value was written */
};

struct json_writer json_writer_on(struct text *text);

void json_write_object(struct json_writer *json, const char *name);
void json_write_list(struct json_writer *json, const char *name);
void json_write_end(struct json_writer *json); /* of the innermost object or list */

void json_write_text(struct json_writer *json, const char *name, const char *value);
void json_write_whole(struct json_writer *json, const char *name, int64_t value);
void json_write_snowflake(struct json_writer *json, const char *name, uint64_t value);
/* 64 bits unsigned as decimal text: a set of permissions, an id that may be 0. */
void json_write_bits(struct json_writer *json, const char *name, uint64_t value);
void json_write_flag(struct json_writer *json, const char *name, bool value);
void json_write_null(struct json_writer *json, const char *name);
/* One whole JSON value, taken as it is. */
void json_write_raw(struct json_writer *json, const char *name, struct bytes value);

/* Asserts that every object and list was ended.  False when the text outgrew its limit;
 * otherwise *bytes is the JSON, NUL-terminated behind its end. */
bool json_writer_done(const struct json_writer *json, struct bytes *bytes) MUST_USE;

#endif
