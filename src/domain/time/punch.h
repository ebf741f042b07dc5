/* punch — what a person does at the clock, and whether they may do it now.
 *
 *                    in                  break start
 *          ┌──────────────────▶ WORKING ───────────────▶ ON_BREAK
 *         OFF ◀──────────────── WORKING ◀─────────────── ON_BREAK
 *          ▲         out                    break end       │
 *          └────────────────────────────────────────────────┘
 *                    out (the break ends with the session)
 *
 * Every other punch is refused, kindly, and changes nothing.  No limit of any kind ever
 * blocks a clock-out; only a server's wish for a computer (domain/team/device.h) does.  Rules only: no I/O, no time of its own. */
#ifndef DOMAIN_TIME_PUNCH_H
#define DOMAIN_TIME_PUNCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"
#include "base/instant.h"
#include "domain/ids.h"

/* Numbers as stored and hashed: never changed, only added to. */
enum punch_kind {
    PUNCH_IN = 1,
    PUNCH_BREAK_START = 2,
    PUNCH_BREAK_END = 3,
    PUNCH_OUT = 4,
};

enum punch_source {
    SOURCE_BUTTON = 1,
    SOURCE_COMMAND = 2,
    SOURCE_WEB = 3,
    SOURCE_KIOSK = 4,
    SOURCE_API = 5,
    SOURCE_SYSTEM = 6,
};

enum { PUNCH_KEY_BYTES = 101 }; /* a request key is 1 … 100 bytes, and a NUL */

struct punch {
    struct guild_id guild;
    int64_t sequence; /* 1, 2, … in the server's ledger */
    int64_t session;  /* the sequence of the clock-in it belongs to */
    struct user_id member;
    struct user_id actor; /* who did it: the member, an admin; {0}: the system */
    enum punch_kind kind;
    enum punch_source source;
    struct instant made_at;     /* the click, from Discord's snowflake */
    struct instant received_at; /* when it reached us */
    char request_key[PUNCH_KEY_BYTES];
    bool estimated;      /* made_at is our guess: a forgotten clock-out */
    bool device_unknown; /* allowed although Discord did not tell the device */
};

enum clock_state { CLOCK_OFF, CLOCK_WORKING, CLOCK_ON_BREAK };

enum refusal {
    REFUSAL_NONE,
    REFUSAL_ALREADY_IN,
    REFUSAL_NOT_IN,
    REFUSAL_ALREADY_ON_BREAK,
    REFUSAL_NOT_ON_BREAK,
    REFUSAL_TOO_LATE,       /* made before the member's last punch: things changed since */
    REFUSAL_PHONE,          /* the server wants a computer, and only a phone is online */
    REFUSAL_DEVICE_UNKNOWN, /* likewise, and Discord does not tell the device */
    REFUSAL_COUNT
};

/* How a member stands before a punch. */
struct standing {
    enum clock_state state;
    bool punched;           /* the member ever did */
    struct instant last_at; /* when last; meaningful only if so */
};

/* The state speaks before the time: who presses twice hears that it is done already. */
enum refusal punch_judge(const struct standing *standing, enum punch_kind kind,
                         struct instant made_at);

/* Static, for the person: what is, and what to do next. */
const char *refusal_text(enum refusal refusal);
/* Static, for logs and exports: "in", "break_start", "break_end", "out". */
const char *punch_kind_name(enum punch_kind kind);
/* Likewise: "button", "command", "web", "kiosk", "api", "system". */
const char *punch_source_name(enum punch_source source);

/* The hash chain: each punch's hash is SHA-256 over the hash before it (32 bytes) and the
 * punch's canonical bytes; the first one stands on the server's genesis hash, which is SHA-256
 * over "on-the-clock ledger 1" (no NUL) and the server's id (8 bytes).
 *
 * Canonical bytes, version 1; numbers are big-endian, signed ones in two's complement:
 *
 *      0   1  version: 1
 *      1   8  server
 *      9   8  sequence
 *     17   8  session
 *     25   8  member
 *     33   8  actor; 0: the system
 *     41   8  made at, milliseconds since 1970
 *     49   8  received at, likewise
 *     57   1  kind
 *     58   1  source
 *     59   1  flags: 1 estimated, 2 device unknown
 *     60   1  length of the request key, 0 … 100
 *     61   n  the request key
 *
 * What was written never changes its layout: a new one gets a new version. */
enum { PUNCH_CANONICAL_VERSION = 1 };
enum { PUNCH_CANONICAL_BYTES_MOST = 256 };
size_t punch_canonical(const struct punch *punch,
                       unsigned char bytes[static PUNCH_CANONICAL_BYTES_MOST]);
struct hash punch_hash(const struct hash *previous, const struct punch *punch);
struct hash punch_genesis(struct guild_id guild);

#endif
