#include "program/shard_share.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "base/mark.h"
#include "base/number.h"

static bool is_live(const struct lease *lease, struct instant now)
{
    return instant_compare(lease->until, now) > 0;
}

/* Processes alive beside us, and how many of them stand before us. */
static uint32_t count_others(const struct shard_view *view, uint32_t *before)
{
    uint32_t others = 0;

    *before = 0;
    for (size_t i = 0; i < view->bots_count; i++) {
        const struct lease *bot = &view->bots[i];
        const int order = strcmp(bot->holder, view->holder);
        if (order == 0 || !is_live(bot, view->now))
            continue;
        others++;
        *before += order < 0;
    }
    return others;
}

static uint32_t our_part(const struct shard_view *view)
{
    uint32_t before;
    const uint32_t processes = count_others(view, &before) + 1;
    const uint32_t part = view->shards / processes + (before < view->shards % processes);

    return part < view->most ? part : view->most;
}

/* "shard:12" -> 12; false for what is none of ours. */
static bool read_shard(const struct shard_view *view, const struct lease *lease, uint32_t *shard)
{
    const size_t length = strlen(SHARD_SHARE_SHARDS);
    int64_t number;

    if (strncmp(lease->name, SHARD_SHARE_SHARDS, length) != 0 ||
        !number_read_within(lease->name + length, 0, (int64_t)view->shards - 1, &number))
        return false;
    *shard = (uint32_t)number;
    return true;
}

/* What is held now, by us or by others; everything else is free. */
static void note_held(const struct shard_view *view, enum shard_act *acts)
{
    uint32_t shard;

    for (size_t i = 0; i < view->held_count; i++) {
        const struct lease *lease = &view->held[i];
        if (is_live(lease, view->now) && read_shard(view, lease, &shard))
            acts[shard] = strcmp(lease->holder, view->holder) == 0 ? SHARD_KEEP : SHARD_LEAVE;
    }
}

uint32_t shard_share(const struct shard_view *view, enum shard_act *acts)
{
    const uint32_t part = our_part(view);
    uint32_t kept = 0;

    assert(view->shards > 0 && view->shards <= SHARD_SHARE_SHARDS_MOST);
    for (uint32_t i = 0; i < view->shards; i++)
        acts[i] = SHARD_TAKE;
    note_held(view, acts);
    for (uint32_t i = 0; i < view->shards; i++)
        if (acts[i] == SHARD_KEEP && kept++ >= part)
            acts[i] = SHARD_GIVE;
    for (uint32_t i = 0; i < view->shards; i++)
        if (acts[i] == SHARD_TAKE && kept >= part)
            acts[i] = SHARD_LEAVE;
    return part;
}

/* "bot:16:HOLDER" -> 16; 0 for what is none. */
static uint32_t read_total(const char *name)
{
    uint32_t total = 0;

    if (strncmp(name, SHARD_SHARE_BOTS, strlen(SHARD_SHARE_BOTS)) != 0)
        return 0;
    for (name += strlen(SHARD_SHARE_BOTS); *name >= '0' && *name <= '9'; name++)
        if ((total = total * 10 + (uint32_t)(*name - '0')) > SHARD_SHARE_SHARDS_MOST)
            return 0;
    return *name == ':' ? total : 0;
}

uint32_t shard_share_total(const struct lease *bots, size_t count, struct instant now)
{
    uint32_t total = 0;

    for (size_t i = 0; i < count && total == 0; i++)
        if (is_live(&bots[i], now))
            total = read_total(bots[i].name);
    return total;
}
