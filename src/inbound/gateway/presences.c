#include "inbound/gateway/presences.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/instant.h"
#include "inbound/gateway/members.h"
#include "wire/discord/frame.h"
#include "wire/discord/presence.h"

struct watched {
    uint64_t guild; /* 0: a free place */
    bool on;        /* false: it was watched once */
    bool complete;  /* a GUILD_CREATE told of all who are online: others are not */
    struct members members;
};

struct ask {
    struct guild_id guild;
    struct user_id user;
};

struct presences {
    pthread_mutex_t lock; /* guards all that follows */
    pthread_cond_t news;  /* somebody became known */
    struct watched *guilds;
    size_t guilds_count, guilds_room; /* room is a power of two */
    size_t members_count;
    struct ask asks[PRESENCES_ASKS_MOST];
    size_t asks_count;
    int64_t requests_from_ms; /* when the window of requests began */
    size_t requests;
    void (*wake)(void *subject);
    void *wake_subject;
};

enum { GUILDS_LEAST = 64, MS_IN_S = 1000, NS_IN_MS = 1000 * 1000 };

struct presences *presences_new(void)
{
    struct presences *presences = calloc(1, sizeof(*presences));
    pthread_condattr_t monotonic;

    if (!presences)
        abort();
    presences->guilds = calloc(GUILDS_LEAST, sizeof(*presences->guilds));
    if (!presences->guilds)
        abort();
    presences->guilds_room = GUILDS_LEAST;
    pthread_mutex_init(&presences->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&presences->news, &monotonic);
    pthread_condattr_destroy(&monotonic);
    return presences;
}

void presences_free(struct presences *presences)
{
    if (!presences)
        return;
    for (size_t i = 0; i < presences->guilds_room; i++)
        members_end(&presences->guilds[i].members);
    free(presences->guilds);
    pthread_cond_destroy(&presences->news);
    pthread_mutex_destroy(&presences->lock);
    free(presences);
}

static struct watched *place_of(struct watched *guilds, size_t room, uint64_t guild)
{
    size_t at = members_mix(guild) & (room - 1);

    while (guilds[at].guild != 0 && guilds[at].guild != guild)
        at = (at + 1) & (room - 1);
    return &guilds[at];
}

/* NULL: not watched. */
static struct watched *find(struct presences *presences, struct guild_id guild)
{
    struct watched *watched = place_of(presences->guilds, presences->guilds_room, guild.snowflake);

    return watched->guild != 0 && watched->on ? watched : NULL;
}

static void resize(struct presences *presences, size_t room)
{
    struct watched *grown = calloc(room, sizeof(*grown));

    if (!grown)
        abort();
    for (size_t i = 0; i < presences->guilds_room; i++)
        if (presences->guilds[i].guild != 0)
            *place_of(grown, room, presences->guilds[i].guild) = presences->guilds[i];
    free(presences->guilds);
    presences->guilds = grown;
    presences->guilds_room = room;
}

static void forget_members(struct presences *presences, struct watched *watched)
{
    presences->members_count -= watched->members.count;
    members_end(&watched->members);
    watched->complete = false;
}

void presences_watch(struct presences *presences, struct guild_id guild, bool on)
{
    pthread_mutex_lock(&presences->lock);
    struct watched *watched = place_of(presences->guilds, presences->guilds_room, guild.snowflake);

    if (on && watched->guild == 0 && presences->guilds_count < PRESENCES_GUILDS_MOST) {
        if (presences->guilds_count + 1 > presences->guilds_room / 2)
            resize(presences, presences->guilds_room * 2);
        watched = place_of(presences->guilds, presences->guilds_room, guild.snowflake);
        watched->guild = guild.snowflake;
        presences->guilds_count++;
    }
    if (watched->guild != 0 && !on)
        forget_members(presences, watched);
    if (watched->guild != 0)
        watched->on = on;
    pthread_mutex_unlock(&presences->lock);
}

static void put(struct presences *presences, struct watched *watched, struct user_id user,
                unsigned devices)
{
    const size_t before = watched->members.count;

    if (presences->members_count >= PRESENCES_MEMBERS_MOST &&
        members_find(&watched->members, user) < 0)
        return;
    members_put(&watched->members, user, devices);
    presences->members_count += watched->members.count - before;
}

/* What a list of presences is put into. */
struct filling {
    struct presences *presences;
    struct watched *watched;
};

static void put_one(void *context, struct user_id user, unsigned devices)
{
    const struct filling *filling = context;

    put(filling->presences, filling->watched, user, devices);
}

static void take_update(struct presences *presences, const struct frame *frame)
{
    struct watched *watched = find(presences, frame->guild);
    struct presence presence;

    if (watched && presence_read(frame->data, &presence))
        put(presences, watched, presence.user, presence.devices);
}

static void take_chunk(struct presences *presences, const struct frame *frame)
{
    struct filling filling = { presences, find(presences, frame->guild) };

    if (filling.watched && presences_of_chunk(frame->data, put_one, &filling))
        pthread_cond_broadcast(&presences->news);
}

static void take_guild(struct presences *presences, const struct frame *frame)
{
    struct filling filling = { .presences = presences };
    struct guild_id guild;

    if (presences_guild(frame->data, &guild))
        filling.watched = find(presences, guild);
    if (!filling.watched)
        return;
    forget_members(presences, filling.watched);
    filling.watched->complete = presences_of_guild(frame->data, put_one, &filling);
}

bool presences_take(struct presences *presences, const struct frame *frame)
{
    const bool is_update = strcmp(frame->event, "PRESENCE_UPDATE") == 0,
               is_chunk = strcmp(frame->event, "GUILD_MEMBERS_CHUNK") == 0,
               is_guild = strcmp(frame->event, "GUILD_CREATE") == 0;

    if (!is_update && !is_chunk && !is_guild)
        return false;
    pthread_mutex_lock(&presences->lock);
    if (is_update)
        take_update(presences, frame);
    else if (is_chunk)
        take_chunk(presences, frame);
    else if (presences->guilds_count > 0)
        take_guild(presences, frame);
    pthread_mutex_unlock(&presences->lock);
    return !is_guild;
}

/* ---- asking for one who is not known --------------------------------------------------- */

static void ask_for(struct presences *presences, struct guild_id guild, struct user_id user)
{
    for (size_t i = 0; i < presences->asks_count; i++)
        if (presences->asks[i].guild.snowflake == guild.snowflake &&
            presences->asks[i].user.snowflake == user.snowflake)
            return;
    if (!presences->wake || presences->asks_count == PRESENCES_ASKS_MOST)
        return;
    presences->asks[presences->asks_count++] = (struct ask){ guild, user };
    presences->wake(presences->wake_subject);
}

/* -1: not known; 0 for one of whom it is known that they are not seen. */
static int known(struct presences *presences, struct guild_id guild, struct user_id user)
{
    const struct watched *watched = find(presences, guild);

    if (!watched)
        return 0;
    const int devices = members_find(&watched->members, user);
    return devices < 0 && watched->complete ? 0 : devices;
}

static struct timespec moment(int64_t ms)
{
    return (struct timespec){ .tv_sec = ms / MS_IN_S, .tv_nsec = ms % MS_IN_S * NS_IN_MS };
}

enum device_view presences_look(struct presences *presences, struct guild_id guild,
                                struct user_id user)
{
    const struct timespec until = moment(monotonic_ms() + PRESENCES_LOOK_MS);
    int waited = 0, devices;

    pthread_mutex_lock(&presences->lock);
    devices = known(presences, guild, user);
    if (devices < 0)
        ask_for(presences, guild, user);
    while (devices < 0 && presences->wake && waited == 0) {
        waited = pthread_cond_timedwait(&presences->news, &presences->lock, &until);
        devices = known(presences, guild, user);
    }
    pthread_mutex_unlock(&presences->lock);
    return device_view(devices < 0 ? 0 : (unsigned)devices);
}

static bool may_request(struct presences *presences, int64_t now_ms)
{
    if (now_ms - presences->requests_from_ms >= PRESENCES_REQUESTS_MS) {
        presences->requests_from_ms = now_ms;
        presences->requests = 0;
    }
    return presences->requests < PRESENCES_REQUESTS_MOST;
}

/* Which shard a server is on: Discord's rule. */
static bool is_on(struct guild_id guild, uint32_t shard, uint32_t shards)
{
    return (guild.snowflake >> 22) % shards == shard;
}

/* Takes out of the queue who is asked for along with the first of this shard. */
static size_t collect(struct presences *presences, uint32_t shard, uint32_t shards,
                      struct guild_id *guild, struct user_id *users)
{
    size_t count = 0, kept = 0;

    for (size_t i = 0; i < presences->asks_count; i++) {
        const struct ask ask = presences->asks[i];
        if (count == 0 && is_on(ask.guild, shard, shards))
            *guild = ask.guild;
        const bool along = is_on(ask.guild, shard, shards) &&
                           ask.guild.snowflake == guild->snowflake;
        if (along && count < PRESENCES_ASKED_AT_ONCE)
            users[count++] = ask.user;
        else
            presences->asks[kept++] = ask;
    }
    presences->asks_count = kept;
    return count;
}

size_t presences_next_ask(struct presences *presences, uint32_t shard, uint32_t shards,
                          int64_t now_ms, struct guild_id *guild,
                          struct user_id users[static PRESENCES_ASKED_AT_ONCE])
{
    size_t count = 0;

    pthread_mutex_lock(&presences->lock);
    if (presences->asks_count > 0 && may_request(presences, now_ms))
        count = collect(presences, shard, shards, guild, users);
    presences->requests += count > 0;
    pthread_mutex_unlock(&presences->lock);
    return count;
}

void presences_serve(struct presences *presences, void (*wake)(void *subject), void *subject)
{
    pthread_mutex_lock(&presences->lock);
    presences->wake = wake;
    presences->wake_subject = subject;
    presences->asks_count = 0;
    pthread_cond_broadcast(&presences->news);
    pthread_mutex_unlock(&presences->lock);
}

struct presences_size presences_size(struct presences *presences)
{
    struct presences_size size = { 0 };

    pthread_mutex_lock(&presences->lock);
    size.bytes = presences->guilds_room * sizeof(*presences->guilds);
    for (size_t i = 0; i < presences->guilds_room; i++) {
        size.guilds += presences->guilds[i].on;
        size.members += presences->guilds[i].members.count;
        size.bytes += presences->guilds[i].members.room * PRESENCES_MEMBER_BYTES;
    }
    pthread_mutex_unlock(&presences->lock);
    return size;
}
