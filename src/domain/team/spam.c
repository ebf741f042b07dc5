#include "domain/team/spam.h"

#include "base/mark.h"

enum { WINDOW_MS = SPAM_WINDOW_S * 1000 };

/* Snowflakes are mostly time: near ones differ in few bits, which must not all end in one set.
 * A multiplication carries a difference upwards, a shift brings it down again; with one round
 * alone, ids that differ above bit 42 share a set. */
static uint64_t mix(uint64_t word)
{
    word = (word ^ word >> 31) * UINT64_C(0x9E3779B97F4A7C15);
    word = (word ^ word >> 29) * UINT64_C(0xBF58476D1CE4E5B9);
    return word ^ word >> 32;
}

static size_t set_of(struct guild_id guild, struct user_id user)
{
    return (size_t)(mix(mix(guild.snowflake) ^ user.snowflake) % SPAM_SETS);
}

/* The member's place, or that of whoever was last seen longest ago. */
static struct spam_count *place_of(struct spam_counts *counts, struct guild_id guild,
                                   struct user_id user)
{
    struct spam_count *set = counts->places[set_of(guild, user)], *oldest = set;

    for (size_t way = 0; way < SPAM_WAYS; way++) {
        if (set[way].guild.snowflake == guild.snowflake &&
            set[way].user.snowflake == user.snowflake)
            return &set[way];
        if (set[way].last_ms < oldest->last_ms)
            oldest = &set[way];
    }
    *oldest = (struct spam_count){ .guild = guild, .user = user };
    return oldest;
}

static bool is_near(int64_t one_ms, int64_t other_ms)
{
    return one_ms - other_ms < WINDOW_MS && other_ms - one_ms < WINDOW_MS;
}

static enum spam_pace count_step(struct spam_count *count, int64_t at_ms)
{
    if (!is_near(at_ms, count->steps_from_ms)) {
        count->steps_from_ms = at_ms;
        count->steps = 0;
    }
    if (count->steps >= SPAM_STEPS_MOST)
        return SPAM_PACE_FLOOD;
    count->steps++;
    return SPAM_PACE_FINE;
}

/* Keeps those within a window of `at`, which need not be the latest; false: it was there. */
static bool sift(struct spam_count *count, int64_t at_ms)
{
    uint16_t kept = 0;

    for (uint16_t i = 0; i < count->actions; i++) {
        if (count->actions_ms[i] == at_ms)
            return false;
        if (is_near(at_ms, count->actions_ms[i]))
            count->actions_ms[kept++] = count->actions_ms[i];
    }
    count->actions = kept;
    return true;
}

static enum spam_pace count_action(struct spam_count *count, int64_t at_ms)
{
    if (!sift(count, at_ms))
        return SPAM_PACE_FINE;
    const bool burst = count->actions == SPAM_ACTIONS_MOST;
    if (burst)
        count->actions = 0;
    else
        count->actions_ms[count->actions++] = at_ms;
    return burst ? SPAM_PACE_BURST : SPAM_PACE_FINE;
}

enum spam_pace spam_count(struct spam_counts *counts, struct guild_id guild, struct user_id user,
                          struct instant at, enum spam_weight weight)
{
    _Static_assert(sizeof(struct spam_counts) <= 400UL * 1024, "what the header calls fixed");
    struct spam_count *count = place_of(counts, guild, user);

    if (at.ms > count->last_ms)
        count->last_ms = at.ms;
    return weight == SPAM_ACTION ? count_action(count, at.ms) : count_step(count, at.ms);
}

bool spam_is_ban(const struct instant *warned_at, struct instant burst_at)
{
    /* A burst that is looked at twice, because its first answer was lost, stays a warning. */
    return warned_at && warned_at->ms < burst_at.ms &&
           burst_at.ms - warned_at->ms < INT64_C(1000) * SPAM_MEMORY_S;
}
