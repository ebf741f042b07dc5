/* Compiled time zones, the rules at their ends, and names people typed. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/tzif.h"
#include "base/tzrule.h"
#include "base/zone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_file(struct arena *arena, struct bytes file)
{
    struct tzif zone;

    if (!tzif_read(arena, file, 2040, &zone))
        return;
    assert(zone.count >= 1 && zone.stretches[0].begin_s == INT64_MIN);
    for (size_t i = 0; i < zone.count; i++) {
        assert(strlen(zone.stretches[i].abbreviation) < TZRULE_NAME_BYTES);
        assert(i == 0 || zone.stretches[i - 1].begin_s < zone.stretches[i].begin_s);
    }
}

static void read_rule(const char *text)
{
    struct tzrule rule;

    if (!tzrule_read(text, &rule) || !rule.changes)
        return;
    for (int year = 1900; year < 2200; year += 13) {
        const int64_t begins_s = tzrule_at_s(&rule.begins, year, rule.standard.offset_s);
        const int64_t next_s = tzrule_at_s(&rule.begins, year + 1, rule.standard.offset_s);
        assert(begins_s < next_s);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO(arena_empty) struct arena arena = { 0 };
    char *text = arena_take(&arena, size + 1);

    if (size > 0)
        memcpy(text, data, size);
    read_file(&arena, (struct bytes){ data, size });
    read_rule(text);
    const struct zone *zone = zone_find(text);
    assert(!zone || strcmp(zone_name(zone), text) == 0);
    return 0;
}
