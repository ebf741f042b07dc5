#include "outbound/discord/servers.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/job.h"
#include "outbound/discord/discord.h"

enum { BUCKETS = 4096, BELIEVED_MS = 60 * 1000, FOR_EVER = 0 };

struct packed_role {
    uint64_t id;
    uint64_t permissions;
    uint32_t name_at; /* in the entry's names */
    int16_t position; /* Discord numbers them upwards; there are 250 at most */
    bool managed;
};

/* One block of memory: the roles and all names follow. */
struct entry {
    struct entry *next;          /* in its bucket */
    struct entry *newer, *older; /* by when it was looked at last */
    uint64_t guild;
    uint64_t owner;
    uint64_t place;            /* where we may write first; 0: nowhere, or not told */
    int64_t believed_until_ms; /* monotonic; FOR_EVER: the gateway keeps it true */
    size_t bytes;              /* of the block */
    size_t roles_count;
    const char *names; /* the server's first; in the block */
    struct packed_role roles[];
};

struct servers {
    struct discord *discord;
    size_t most, bytes_most;

    pthread_mutex_t lock; /* guards all below */
    struct entry *buckets[BUCKETS];
    struct entry *newest, *oldest;
    struct servers_metrics metrics;
};

struct servers *servers_new(const struct servers_plan *plan)
{
    struct servers *servers = calloc(1, sizeof(*servers));

    if (!servers)
        abort();
    servers->discord = plan->discord;
    servers->most = plan->most ? plan->most : SERVERS_MOST;
    servers->bytes_most = plan->bytes_most ? plan->bytes_most : SERVERS_BYTES_MOST;
    pthread_mutex_init(&servers->lock, NULL);
    return servers;
}

/* ---- the table; all with the lock held ---- */

/* The lower 22 bits of a snowflake are mostly zero: take those above. */
static struct entry **bucket_of(struct servers *servers, uint64_t guild)
{
    return &servers->buckets[((guild >> 22) ^ (guild >> 34) ^ guild) % BUCKETS];
}

static struct entry *find(struct servers *servers, uint64_t guild)
{
    struct entry *entry = *bucket_of(servers, guild);

    while (entry && entry->guild != guild)
        entry = entry->next;
    return entry;
}

static void unlink_age(struct servers *servers, struct entry *entry)
{
    *(entry->newer ? &entry->newer->older : &servers->newest) = entry->older;
    *(entry->older ? &entry->older->newer : &servers->oldest) = entry->newer;
}

static void link_newest(struct servers *servers, struct entry *entry)
{
    entry->newer = NULL;
    entry->older = servers->newest;
    *(servers->newest ? &servers->newest->newer : &servers->oldest) = entry;
    servers->newest = entry;
}

static void remove_entry(struct servers *servers, struct entry *entry)
{
    struct entry **at = bucket_of(servers, entry->guild);

    while (*at != entry)
        at = &(*at)->next;
    *at = entry->next;
    unlink_age(servers, entry);
    servers->metrics.servers--;
    servers->metrics.bytes -= entry->bytes;
    free(entry);
}

static void make_room(struct servers *servers)
{
    while (servers->oldest && servers->oldest != servers->newest &&
           (servers->metrics.servers > servers->most ||
            servers->metrics.bytes > servers->bytes_most)) {
        servers->metrics.pushed_out++;
        remove_entry(servers, servers->oldest);
    }
}

static void insert(struct servers *servers, struct entry *entry)
{
    struct entry **bucket = bucket_of(servers, entry->guild);
    struct entry *old = find(servers, entry->guild);

    /* Only the first notice of a server tells of its channels. */
    if (old && entry->place == 0)
        entry->place = old->place;
    if (old)
        remove_entry(servers, old);
    entry->next = *bucket;
    *bucket = entry;
    link_newest(servers, entry);
    servers->metrics.servers++;
    servers->metrics.bytes += entry->bytes;
    make_room(servers);
}

void servers_free(struct servers *servers)
{
    if (!servers)
        return;
    while (servers->newest)
        remove_entry(servers, servers->newest);
    pthread_mutex_destroy(&servers->lock);
    free(servers);
}

/* ---- packing ---- */

static size_t names_bytes(const struct server *server)
{
    size_t bytes = strlen(server->name) + 1;

    for (size_t i = 0; i < server->roles_count; i++)
        bytes += strlen(server->roles[i].name) + 1;
    return bytes;
}

static char *append(char *to, const char *name)
{
    const size_t bytes = strlen(name) + 1;

    memcpy(to, name, bytes);
    return to + bytes;
}

static struct entry *entry_new(const struct server *server, int64_t believed_until_ms)
{
    const size_t roles_bytes = server->roles_count * sizeof(struct packed_role);
    const size_t bytes = sizeof(struct entry) + roles_bytes + names_bytes(server);
    struct entry *entry = calloc(1, bytes);

    if (!entry)
        abort();
    entry->guild = server->id.snowflake;
    entry->owner = server->owner.snowflake;
    entry->place = server->place.snowflake;
    entry->believed_until_ms = believed_until_ms;
    entry->bytes = bytes;
    entry->roles_count = server->roles_count;

    char *names = (char *)entry->roles + roles_bytes;
    entry->names = names;
    char *at = append(names, server->name);
    for (size_t i = 0; i < server->roles_count; i++) {
        const struct server_role *role = &server->roles[i];
        entry->roles[i] = (struct packed_role){
            .id = role->id.snowflake,
            .permissions = role->permissions,
            .name_at = (uint32_t)(at - names),
            .position = (int16_t)role->position,
            .managed = role->managed,
        };
        at = append(at, role->name);
    }
    return entry;
}

/* `spare`: room for so many roles more. */
static struct server unpack(struct arena *arena, const struct entry *entry, size_t spare)
{
    struct server_role *roles = arena_take_many(arena, entry->roles_count + spare, sizeof(*roles));

    for (size_t i = 0; i < entry->roles_count; i++) {
        const struct packed_role *role = &entry->roles[i];
        roles[i] = (struct server_role){
            .id = { role->id },
            .name = arena_copy(arena, entry->names + role->name_at),
            .position = role->position,
            .managed = role->managed,
            .permissions = role->permissions,
        };
    }
    return (struct server){
        .id = { entry->guild },
        .name = arena_copy(arena, entry->names),
        .owner = { entry->owner },
        .roles = roles,
        .roles_count = entry->roles_count,
        .place = { entry->place },
    };
}

/* ---- what the gateway tells ---- */

void servers_put(struct servers *servers, const struct server *server)
{
    struct entry *entry = entry_new(server, FOR_EVER);

    pthread_mutex_lock(&servers->lock);
    insert(servers, entry);
    pthread_mutex_unlock(&servers->lock);
}

/* The roles without that one, and with `role` unless it is NULL. */
static void change_role(struct job *job, struct servers *servers, struct guild_id guild,
                        struct role_id id, const struct server_role *role)
{
    pthread_mutex_lock(&servers->lock);
    const struct entry *entry = find(servers, guild.snowflake);
    if (entry) {
        struct server server = unpack(&job->arena, entry, 1);
        struct server_role *roles = arena_take_many(&job->arena, server.roles_count + 1,
                                                    sizeof(*roles));
        size_t count = 0;
        for (size_t i = 0; i < server.roles_count; i++)
            if (server.roles[i].id.snowflake != id.snowflake)
                roles[count++] = server.roles[i];
        if (role)
            roles[count++] = *role;
        server.roles = roles;
        server.roles_count = count;
        insert(servers, entry_new(&server, entry->believed_until_ms));
    }
    pthread_mutex_unlock(&servers->lock);
}

void servers_put_role(struct job *job, struct servers *servers, struct guild_id guild,
                      const struct server_role *role)
{
    change_role(job, servers, guild, role->id, role);
}

void servers_drop_role(struct job *job, struct servers *servers, struct guild_id guild,
                       struct role_id role)
{
    change_role(job, servers, guild, role, NULL);
}

void servers_drop(struct servers *servers, struct guild_id guild)
{
    pthread_mutex_lock(&servers->lock);
    struct entry *entry = find(servers, guild.snowflake);
    if (entry)
        remove_entry(servers, entry);
    pthread_mutex_unlock(&servers->lock);
}

/* ---- who asks ---- */

bool servers_know(struct job *job, struct servers *servers, struct guild_id guild,
                  struct server *server)
{
    pthread_mutex_lock(&servers->lock);
    struct entry *entry = find(servers, guild.snowflake);
    const bool known = entry && (entry->believed_until_ms == FOR_EVER ||
                                 monotonic_ms() < entry->believed_until_ms);
    if (known) {
        unlink_age(servers, entry);
        link_newest(servers, entry);
        *server = unpack(&job->arena, entry, 0);
    }
    pthread_mutex_unlock(&servers->lock);
    return known;
}

/* What the gateway told in the meantime is newer than an answer that was on its way. */
static void believe(struct servers *servers, const struct server *server)
{
    pthread_mutex_lock(&servers->lock);
    const struct entry *entry = find(servers, server->id.snowflake);
    servers->metrics.asked++;
    if (!entry || entry->believed_until_ms != FOR_EVER)
        insert(servers, entry_new(server, monotonic_ms() + BELIEVED_MS));
    pthread_mutex_unlock(&servers->lock);
}

enum fault servers_find(struct job *job, struct servers *servers, struct guild_id guild,
                        struct server *server)
{
    if (servers_know(job, servers, guild, server))
        return FAULT_NONE;
    if (!servers->discord)
        return fail(job, FAULT_MISSING, "discord: server %llu is not known here",
                    (unsigned long long)guild.snowflake);
    const enum fault fault = discord_guild(job, servers->discord, guild, server);
    if (!fault)
        believe(servers, server);
    return fault;
}

struct servers_metrics servers_metrics(struct servers *servers)
{
    pthread_mutex_lock(&servers->lock);
    const struct servers_metrics metrics = servers->metrics;
    pthread_mutex_unlock(&servers->lock);
    return metrics;
}
