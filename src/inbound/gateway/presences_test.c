#include "inbound/gateway/presences.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/mark.h"
#include "inbound/gateway/members.h"
#include "wire/discord/frame.h"

#include "check.h"

static const struct guild_id diner = { 9 }, other = { UINT64_C(5) << 22 };

static bool take(struct presences *presences, const char *event, const char *data)
{
    char words[2000];
    struct frame frame;

    (void)snprintf(words, sizeof(words), "{\"op\":0,\"s\":1,\"t\":\"%s\",\"d\":%s}", event, data);
    HOLDS(frame_read(bytes_of(words), &frame), "%s", words);
    return presences_take(presences, &frame);
}

static void update(struct presences *presences, int guild, int user, const char *devices)
{
    char words[500];

    (void)snprintf(words, sizeof(words),
                   "{\"guild_id\":\"%d\",\"user\":{\"id\":\"%d\"},\"client_status\":{%s}}", guild,
                   user, devices);
    EQUAL(take(presences, "PRESENCE_UPDATE", words), true);
}

static enum device_view look(struct presences *presences, int user)
{
    return presences_look(presences, diner, (struct user_id){ (uint64_t)user });
}

CHECK(only_watched_servers_are_remembered)
{
    struct presences *presences = presences_new();

    update(presences, 9, 1, "\"mobile\":\"online\"");
    EQUAL(presences_size(presences).members, 0);
    EQUAL(look(presences, 1), DEVICE_VIEW_UNKNOWN);
    presences_watch(presences, diner, true);
    update(presences, 9, 1, "\"mobile\":\"online\"");
    update(presences, 8, 1, "\"web\":\"online\"");
    EQUAL(look(presences, 1), DEVICE_VIEW_PHONE_ONLY);
    update(presences, 9, 1, "\"mobile\":\"online\",\"desktop\":\"idle\"");
    EQUAL(look(presences, 1), DEVICE_VIEW_COMPUTER);
    update(presences, 9, 1, "");
    EQUAL(look(presences, 1), DEVICE_VIEW_UNKNOWN);
    EQUAL(presences_size(presences).members, 1);
    presences_watch(presences, diner, false);
    EQUAL(presences_size(presences).members, 0);
    EQUAL(take(presences, "GUILD_UPDATE", "{}"), false);
    EQUAL(take(presences, "PRESENCE_UPDATE", "{\"guild_id\":\"9\",\"user\":7}"), true);
    presences_free(presences);
}

CHECK(a_server_that_comes_replaces_what_was_known)
{
    struct presences *presences = presences_new();

    presences_watch(presences, diner, true);
    update(presences, 9, 1, "\"mobile\":\"online\"");
    EQUAL(take(presences, "GUILD_CREATE",
               "{\"id\":\"9\",\"name\":\"Diner\",\"owner_id\":\"1\",\"presences\":[{\"user\":{"
               "\"id\":\"2\"},\"client_status\":{\"web\":\"online\"}}]}"),
          false);
    EQUAL(look(presences, 1), DEVICE_VIEW_UNKNOWN);
    EQUAL(look(presences, 2), DEVICE_VIEW_COMPUTER);
    EQUAL(presences_size(presences).members, 1);
    presences_free(presences);
}

CHECK(a_crowd_is_found_again_and_costs_at_most_24_bytes_each)
{
    enum { CROWD = 50 * 1000 };
    struct members members = { 0 };

    for (uint64_t user = 1; user <= CROWD; user++)
        members_put(&members, (struct user_id){ user << 22 }, (unsigned)user % 8);
    EQUAL(members.count, CROWD);
    for (uint64_t user = 1; user <= CROWD; user++)
        EQUAL(members_find(&members, (struct user_id){ user << 22 }), user % 8);
    EQUAL(members_find(&members, (struct user_id){ 1 }), -1);
    HOLDS(members.room * PRESENCES_MEMBER_BYTES <= CROWD * 24, "%zu places", members.room);
    members_end(&members);
}

static void nothing(void *subject)
{
    (void)subject;
}

/* The gateway's side of a question: waits for it, answers. */
static void *answer(void *subject)
{
    struct presences *presences = subject;
    struct user_id users[PRESENCES_ASKED_AT_ONCE];
    struct guild_id guild = { 0 };

    while (presences_next_ask(presences, 0, 1, 1000, &guild, users) == 0)
        continue;
    EQUAL(guild.snowflake, diner.snowflake);
    EQUAL(users[0].snowflake, 7);
    EQUAL(take(presences, "GUILD_MEMBERS_CHUNK",
               "{\"guild_id\":\"9\",\"members\":[{\"user\":{\"id\":\"7\"}}],\"presences\":[{"
               "\"user\":{\"id\":\"7\"},\"client_status\":{\"mobile\":\"online\"}}]}"),
          true);
    return NULL;
}

CHECK(who_is_not_known_is_asked_for_and_waited_for)
{
    struct presences *presences = presences_new();
    pthread_t gateway;

    presences_watch(presences, diner, true);
    presences_serve(presences, nothing, NULL);
    EQUAL(pthread_create(&gateway, NULL, answer, presences), 0);
    EQUAL(look(presences, 7), DEVICE_VIEW_PHONE_ONLY);
    EQUAL(pthread_join(gateway, NULL), 0);
    presences_serve(presences, NULL, NULL);
    EQUAL(look(presences, 8), DEVICE_VIEW_UNKNOWN); /* nobody there to ask: at once */
    presences_free(presences);
}

static void *look_for(void *subject)
{
    (void)presences_look(subject, other, (struct user_id){ 3 });
    return NULL;
}

CHECK(each_shard_asks_for_its_own_and_no_more_than_it_may)
{
    struct presences *presences = presences_new();
    struct user_id users[PRESENCES_ASKED_AT_ONCE];
    struct guild_id guild = { 0 };
    pthread_t worker;
    size_t asked = 0;

    presences_watch(presences, other, true);
    presences_serve(presences, nothing, NULL);
    EQUAL(pthread_create(&worker, NULL, look_for, presences), 0);
    EQUAL(presences_next_ask(presences, 0, 2, 1, &guild, users), 0); /* 5 is odd: shard 1's */
    while (asked == 0)
        asked = presences_next_ask(presences, 1, 2, 1, &guild, users);
    EQUAL(asked, 1);
    EQUAL(guild.snowflake, other.snowflake);
    EQUAL(pthread_join(worker, NULL), 0);
    presences_free(presences);
}
