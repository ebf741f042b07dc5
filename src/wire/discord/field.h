/* field — the fields of Discord's objects that we cannot do without.
 *
 * Each function: FAULT_INPUT, which names the field, when it is absent, of another kind or
 * over the limit; the output then stays as it was.  The may_ ones take an absent field, or
 * null, and leave the output alone. */
#ifndef WIRE_DISCORD_FIELD_H
#define WIRE_DISCORD_FIELD_H

#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/mark.h"

struct job;
struct json;

/* 1 … `most` characters. */
enum fault field_text(struct job *job, const struct json *json, const char *name, size_t most,
                      const char **text) MUST_USE;
enum fault field_snowflake(struct job *job, const struct json *json, const char *name,
                           uint64_t *snowflake) MUST_USE;
enum fault field_may_snowflake(struct job *job, const struct json *json, const char *name,
                               uint64_t *snowflake) MUST_USE;
enum fault field_whole(struct job *job, const struct json *json, const char *name, int64_t least,
                       int64_t most, int64_t *whole) MUST_USE;
/* A set of 64 bits, as decimal text. */
enum fault field_bits(struct job *job, const struct json *json, const char *name,
                      uint64_t *bits) MUST_USE;
enum fault field_may_bits(struct job *job, const struct json *json, const char *name,
                          uint64_t *bits) MUST_USE;
enum fault field_object(struct job *job, const struct json *json, const char *name,
                        const struct json **object) MUST_USE;

/* A list or an object of at most `most` items; none at all when it is absent or null. */
enum fault field_may_list(struct job *job, const struct json *json, const char *name, size_t most,
                          const struct json **list) MUST_USE;
enum fault field_may_map(struct job *job, const struct json *json, const char *name, size_t most,
                         const struct json **map) MUST_USE;

/* A list of texts, or of snowflakes, in the job's arena; none when it is absent or null. */
enum fault field_texts(struct job *job, const struct json *json, const char *name, size_t most,
                       const char *const **texts, size_t *count) MUST_USE;
enum fault field_snowflakes(struct job *job, const struct json *json, const char *name, size_t most,
                            uint64_t **snowflakes, size_t *count) MUST_USE;

#endif
