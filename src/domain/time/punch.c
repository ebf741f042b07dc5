#include "domain/time/punch.h"

#include <assert.h>
#include <string.h>

#include "base/mark.h"

/* What is, then what to do. */
static const char *const refusal_texts[] = {
    [REFUSAL_NONE] = "Done.",
    [REFUSAL_ALREADY_IN] = "You are already on the clock. Clock out when you are done.",
    [REFUSAL_NOT_IN] = "You are not on the clock. Clock in first.",
    [REFUSAL_ALREADY_ON_BREAK] = "You are already on a break. End it when you are back.",
    [REFUSAL_NOT_ON_BREAK] = "You are not on a break. Start one first.",
    [REFUSAL_TOO_LATE] = "Something changed since you pressed that. Look again, then press.",
    [REFUSAL_PHONE] =
        "This server wants you to clock in and out at a computer, and you are online only "
        "on your phone. Open Discord on a computer, then press again.",
    [REFUSAL_DEVICE_UNKNOWN] =
        "This server wants you to clock in and out at a computer, and Discord does not tell me "
        "where you are online. Do not be invisible, open Discord on a computer, then press again.",
};
_Static_assert(LENGTH(refusal_texts) == REFUSAL_COUNT, "one text each");

static const char *const kind_names[] = {
    [PUNCH_IN] = "in",
    [PUNCH_BREAK_START] = "break_start",
    [PUNCH_BREAK_END] = "break_end",
    [PUNCH_OUT] = "out",
};

static const char *const source_names[] = {
    [SOURCE_BUTTON] = "button", [SOURCE_COMMAND] = "command", [SOURCE_WEB] = "web",
    [SOURCE_KIOSK] = "kiosk",   [SOURCE_API] = "api",         [SOURCE_SYSTEM] = "system",
};

/* The drawing of punch.h: which punch is refused in which state, and why. */
static const enum refusal rules[][CLOCK_ON_BREAK + 1] = {
    [PUNCH_IN] = {
        [CLOCK_OFF] = REFUSAL_NONE,
        [CLOCK_WORKING] = REFUSAL_ALREADY_IN,
        [CLOCK_ON_BREAK] = REFUSAL_ALREADY_IN,
    },
    [PUNCH_BREAK_START] = {
        [CLOCK_OFF] = REFUSAL_NOT_IN,
        [CLOCK_WORKING] = REFUSAL_NONE,
        [CLOCK_ON_BREAK] = REFUSAL_ALREADY_ON_BREAK,
    },
    [PUNCH_BREAK_END] = {
        [CLOCK_OFF] = REFUSAL_NOT_IN,
        [CLOCK_WORKING] = REFUSAL_NOT_ON_BREAK,
        [CLOCK_ON_BREAK] = REFUSAL_NONE,
    },
    [PUNCH_OUT] = {
        [CLOCK_OFF] = REFUSAL_NOT_IN,
        [CLOCK_WORKING] = REFUSAL_NONE,
        [CLOCK_ON_BREAK] = REFUSAL_NONE,
    },
};

enum refusal punch_judge(const struct standing *standing, enum punch_kind kind,
                         struct instant made_at)
{
    assert(kind >= PUNCH_IN && kind <= PUNCH_OUT);
    const enum refusal refusal = rules[kind][standing->state];

    if (refusal != REFUSAL_NONE)
        return refusal;
    if (standing->punched && instant_compare(made_at, standing->last_at) < 0)
        return REFUSAL_TOO_LATE;
    return REFUSAL_NONE;
}

const char *refusal_text(enum refusal refusal)
{
    assert(refusal < REFUSAL_COUNT);
    return refusal_texts[refusal];
}

const char *punch_kind_name(enum punch_kind kind)
{
    assert(kind >= PUNCH_IN && kind <= PUNCH_OUT);
    return kind_names[kind];
}

const char *punch_source_name(enum punch_source source)
{
    assert(source >= SOURCE_BUTTON && source <= SOURCE_SYSTEM);
    return source_names[source];
}

/* ---- the hash chain -------------------------------------------------------------------- */

/* Big-endian; gives the place behind it. */
static unsigned char *put_number(unsigned char *at, uint64_t number)
{
    for (int shift = 56; shift >= 0; shift -= 8)
        *at++ = (unsigned char)(number >> shift);
    return at;
}

size_t punch_canonical(const struct punch *punch,
                       unsigned char bytes[static PUNCH_CANONICAL_BYTES_MOST])
{
    const size_t key_length = strnlen(punch->request_key, PUNCH_KEY_BYTES);
    unsigned char *at = bytes;

    assert(key_length < PUNCH_KEY_BYTES);
    *at++ = PUNCH_CANONICAL_VERSION;
    at = put_number(at, punch->guild.snowflake);
    at = put_number(at, (uint64_t)punch->sequence);
    at = put_number(at, (uint64_t)punch->session);
    at = put_number(at, punch->member.snowflake);
    at = put_number(at, punch->actor.snowflake);
    at = put_number(at, (uint64_t)punch->made_at.ms);
    at = put_number(at, (uint64_t)punch->received_at.ms);
    *at++ = (unsigned char)punch->kind;
    *at++ = (unsigned char)punch->source;
    *at++ = (unsigned char)(punch->estimated | punch->device_unknown << 1);
    *at++ = (unsigned char)key_length;
    memcpy(at, punch->request_key, key_length);
    return (size_t)(at - bytes) + key_length;
}

struct hash punch_hash(const struct hash *previous, const struct punch *punch)
{
    unsigned char canonical[PUNCH_CANONICAL_BYTES_MOST];
    const size_t length = punch_canonical(punch, canonical);
    const struct bytes parts[] = { { previous->bytes, HASH_BYTES }, { canonical, length } };

    return hash_of(parts, LENGTH(parts));
}

struct hash punch_genesis(struct guild_id guild)
{
    unsigned char id[8];
    const struct bytes parts[] = { bytes_of("on-the-clock ledger 1"), { id, sizeof(id) } };

    (void)put_number(id, guild.snowflake);
    return hash_of(parts, LENGTH(parts));
}
