#include "app/outbox.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "app/app.h"
#include "app/rounds/handlers.h"
#include "base/hash.h"
#include "base/job.h"
#include "base/log.h"
#include "base/metric.h"
#include "outbound/discord/discord.h"
#include "store/outbox.h"
#include "store/store.h"

enum {
    SEND_MS = 15 * 1000,  /* one message, with the waits for Discord's limits */
    HOLD_MS = 30 * 1000,  /* longer than a send takes: who holds longer is taken for dead */
    AT_A_TIME = 20,       /* in one run, most */
    NONCE_CHARACTERS = 24 /* Discord takes 25; 96 bits are unlike any other */
};

/* How long to wait after the first, second, … try; after the last one we give up. */
static const int pauses_s[] = { 5, 30, 120, 600, 1800, 3600, 4 * 3600, 12 * 3600, 24 * 3600 };

enum ending { SENT, PUT_OFF, GIVEN_UP, ENDINGS };
static const char *const ending_names[ENDINGS] = { "sent", "put_off", "given_up" };

static struct metric letters = {
    .kind = METRIC_COUNTER,
    .name = "outbox_letters_total",
    .help = "Tries to send a message of the outbox to Discord.",
    .label = "ending",
    .values = ending_names,
    .values_count = ENDINGS,
};

static const char *row_key(struct job *job, const struct letter *letter)
{
    return arena_print(&job->arena, "%s:%c%" PRIu64, letter->key,
                       letter->user.snowflake ? 'u' : 'c',
                       letter->user.snowflake ? letter->user.snowflake : letter->channel.snowflake);
}

/* The same for every writing of the same letter. */
static const char *nonce_of(struct job *job, struct guild_id guild, const char *key)
{
    const struct bytes part = bytes_of(
        arena_print(&job->arena, "%" PRIu64 " %s", guild.snowflake, key));
    const struct hash hash = hash_of(&part, 1);
    char *hex = arena_take(&job->arena, HASH_HEX_BYTES);

    hash_hex(&hash, hex);
    hex[NONCE_CHARACTERS] = '\0';
    return hex;
}

enum fault outbox_write(struct job *job, struct change *change, const struct letter *letter,
                        struct instant now)
{
    const bool to_user = letter->user.snowflake != 0;
    struct outbox_row row = {
        .guild = letter->guild,
        .key = row_key(job, letter),
        .to = to_user ? OUTBOX_USER : OUTBOX_CHANNEL,
        .target = to_user ? letter->user.snowflake : letter->channel.snowflake,
        .created_at = now,
    };

    assert(to_user != (letter->channel.snowflake != 0));
    assert(strlen(letter->key) <= LETTER_KEY_BYTES_MOST);
    const enum fault fault = discord_post_write(
        job, letter->message, nonce_of(job, letter->guild, row.key), &row.body, &row.media_type);
    return fault ? fault : outbox_add(job, change, &row);
}

void outbox_ring(const struct app *app)
{
    if (app->wake)
        app->wake(app->wake_subject, ROUND_outbox);
}

/* ---- sending ---- */

static enum fault hold(struct job *job, const struct app *app, const struct outbox_row *row,
                       struct instant now, bool *ours)
{
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    enum fault fault = store_borrow(job, app->store, &link);

    if (!fault)
        fault = store_begin(job, &link, &change);
    if (!fault)
        fault = outbox_hold(job, &change, row, (struct instant){ now.ms + HOLD_MS }, ours);
    return fault ? fault : store_keep(job, &change);
}

static enum fault send(struct job *job, const struct app *app, const struct outbox_row *row)
{
    struct channel_id channel = { row->target };
    enum fault fault = FAULT_NONE;

    if (row->to == OUTBOX_USER)
        fault = discord_dm_open(job, app->discord, (struct user_id){ row->target }, &channel);
    if (fault)
        return fault;
    return discord_message_create(job, app->discord, channel, row->body, row->media_type, NULL);
}

/* Discord's no is a no; everything else may pass. */
static enum ending judge(enum fault fault, const struct outbox_row *row)
{
    if (!fault)
        return SENT;
    if (fault == FAULT_INPUT || fault == FAULT_DENIED || fault == FAULT_MISSING)
        return GIVEN_UP;
    return (size_t)row->attempts < LENGTH(pauses_s) ? PUT_OFF : GIVEN_UP;
}

/* In a job of its own, because that of the sending may have used up its time. */
static enum fault note(const struct app *app, const struct outbox_row *row, enum ending ending,
                       const char *why, struct instant now)
{
    AUTO(job_end) struct job job = { .name = "outbox", .deadline_ms = monotonic_ms() + SEND_MS };
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    enum fault fault = store_borrow(&job, app->store, &link);

    if (!fault)
        fault = store_begin(&job, &link, &change);
    if (!fault && ending == PUT_OFF)
        fault = outbox_later(&job, &change, row,
                             (struct instant){ now.ms + pauses_s[row->attempts] * INT64_C(1000) },
                             why);
    else if (!fault)
        fault = outbox_done(&job, &change, row, now, ending == SENT ? NULL : why);
    if (!fault)
        fault = store_keep(&job, &change);
    job_log_fault(&job, fault);
    return fault;
}

/* A job a letter: each has its own time, and its own reason when it fails. */
static enum fault carry(const struct app *app, const struct outbox_row *row, struct instant now)
{
    AUTO(job_end) struct job job = { .name = "letter", .deadline_ms = monotonic_ms() + SEND_MS };
    const int64_t began_ms = monotonic_ms();
    bool ours = false;
    enum fault fault = hold(&job, app, row, now, &ours);

    if (fault)
        job_log_fault(&job, fault);
    if (fault || !ours)
        return fault;
    fault = send(&job, app, row);
    const enum ending ending = judge(fault, row);
    if (fault)
        log_warn(&job, ending == PUT_OFF ? "letter put off" : "letter given up",
                 NUMBER("guild", row->guild.snowflake), NUMBER("to", row->target),
                 NUMBER("attempts", row->attempts + 1), TEXT("why", job.why));
    metric_add(&letters, ending, 1);
    now.ms += monotonic_ms() - began_ms;
    return note(app, row, ending, job.why ? job.why : fault_name(fault), now);
}

/* The link goes back before anything remote is asked. */
static enum fault find_due(struct job *job, const struct app *app, struct instant now,
                           const struct outbox_row **due, size_t *count)
{
    AUTO(store_return) struct link link = { 0 };
    const enum fault fault = store_borrow(job, app->store, &link);

    return fault ? fault : outbox_due(job, &link, now, AT_A_TIME, due, count);
}

enum fault outbox_round(struct job *job, const struct app *app, struct instant now, bool *more)
{
    const int64_t began_ms = monotonic_ms();
    const struct outbox_row *due = NULL;
    size_t count = 0;
    enum fault fault = find_due(job, app, now, &due, &count);

    metric_enlist(&letters);
    for (size_t i = 0; i < count && !fault && !job_late(job); i++)
        fault = carry(app, &due[i], (struct instant){ now.ms + monotonic_ms() - began_ms });
    *more = count == AT_A_TIME;
    return fault;
}

/* What was said is forgotten after some weeks; the reasons of those that failed with it. */
enum fault outbox_sweep_round(struct job *job, const struct app *app, struct instant now,
                              bool *more)
{
    static const int64_t kept_ms = INT64_C(30) * 24 * 3600 * 1000;
    AUTO(store_return) struct link link = { 0 };
    AUTO(store_undo) struct change change = { 0 };
    uint64_t removed = 0;
    enum fault fault = store_borrow(job, app->store, &link);

    *more = false;
    if (!fault)
        fault = store_begin(job, &link, &change);
    if (!fault)
        fault = outbox_sweep(job, &change, (struct instant){ now.ms - kept_ms }, &removed);
    if (!fault)
        fault = store_keep(job, &change);
    if (!fault && removed > 0)
        log_info(job, "outbox swept", NUMBER("removed", removed));
    return fault;
}
