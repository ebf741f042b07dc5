#include "base/tzif.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/tzrule.h"

#include "check.h"

CHECK(rules_are_read_whole_or_not_at_all)
{
    static const struct {
        const char *text;
        bool fine;
    } cases[] = {
        { "UTC0", true },
        { "EST5", true },
        { "<+0545>-5:45", true },
        { "<-0330>3:30:15", true },
        { "CET-1CEST,M3.5.0,M10.5.0/3", true },
        { "IST-1GMT0,M10.5.0,M3.5.0/1", true },
        { "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", true },
        { "EET-2EEST,M4.5.5/0,M10.5.4/24", true },
        { "XXX3EDT4,0/0,J365/23", true },
        { "IST-2IDT,M3.4.4/26,M10.5.0", true },
        { "AAA24BBB,J1/-167,365/167:59:59", true },
        { "", false },
        { "UTC", false },
        { "0", false },
        { "AB0", false },
        { "UTC0 ", false },
        { "UTC0,", false },
        { "UTC25", false },
        { "UTC+", false },
        { "UTC1:60", false },
        { "<UTC0", false },
        { "<U,C>0", false },
        { "CET-1CEST", false },
        { "CET-1CEST,M3.5.0", false },
        { "CET-1CEST,M13.5.0,M10.5.0", false },
        { "CET-1CEST,M0.5.0,M10.5.0", false },
        { "CET-1CEST,M3.6.0,M10.5.0", false },
        { "CET-1CEST,M3.5.7,M10.5.0", false },
        { "CET-1CEST,M3.5,M10.5.0", false },
        { "CET-1CEST,J0,J365", false },
        { "CET-1CEST,J1,J366", false },
        { "CET-1CEST,366,1", false },
        { "CET-1CEST,M3.5.0/168,M10.5.0", false },
        { "CET-1CEST,M3.5.0,M10.5.0/3x", false },
        { "CET-1CEST,M3.5.0,M10.5.0,M1.1.1", false },
        { "CET-99999999999CEST,M3.5.0,M10.5.0", false },
        { "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDE0", true },
        { "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEF0", false }, /* no room for its name */
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct tzrule rule = { .changes = true, .standard.offset_s = 42 };
        HOLDS(tzrule_read(cases[i].text, &rule) == cases[i].fine, "\"%s\"", cases[i].text);
        HOLDS(cases[i].fine || rule.standard.offset_s == 42, "\"%s\"", cases[i].text);
    }
}

CHECK(rules_give_the_instants_of_their_changes)
{
    static const struct {
        const char *text;
        int year;
        int64_t begins_s, ends_s;
    } cases[] = {
        { "CET-1CEST,M3.5.0,M10.5.0/3", 2025, 1743296400, 1761440400 },
        { "EST5EDT,M3.2.0,M11.1.0", 2025, 1741503600, 1762063200 },
        { "NZST-12NZDT,M9.5.0,M4.1.0/3", 2025, 1758981600, 1743861600 },
        { "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 2024, 1711846800, 1729990800 },
        { "UTC0SUM,J60/0,J59/0", 2024, 1709251200, 1709074800 }, /* 1 March, 28 February */
        { "UTC0SUM,59/0,365/0", 2024, 1709164800, 1735599600 },  /* 29 February, 31 December */
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct tzrule rule;
        HOLDS(tzrule_read(cases[i].text, &rule), "%s", cases[i].text);
        EQUAL(tzrule_at_s(&rule.begins, cases[i].year, rule.standard.offset_s), cases[i].begins_s);
        EQUAL(tzrule_at_s(&rule.ends, cases[i].year, rule.summer.offset_s), cases[i].ends_s);
    }
}

/* A file as zic would write it: nothing in the first block, one type, one footer. */
#define ZERO "\0\0\0\0"
#define HEADER                                                     \
    "TZif2" ZERO ZERO ZERO "\0\0\0" ZERO ZERO ZERO ZERO "\0\0\0\1" \
    "\0\0\0\4"

static const char small[] = HEADER "\0\0\0\0\0\0"
                                   "UTC\0" HEADER "\0\0\x0E\x10\0\0"
                                   "CET\0"
                                   "\nCET-1CEST,M3.5.0,M10.5.0/3\n";

static struct bytes small_file(void)
{
    return (struct bytes){ (const unsigned char *)small, sizeof(small) - 1 };
}

CHECK(a_file_without_a_table_follows_its_rule)
{
    AUTO(arena_empty) struct arena arena = { 0 };
    struct tzif zone;

    EQUAL(tzif_read(&arena, small_file(), 1901, &zone), true);
    EQUAL(zone.count, 5);
    EQUAL(zone.stretches[0].begin_s, INT64_MIN);
    EQUAL(zone.stretches[0].offset_s, 3600);
    SAME(zone.stretches[0].abbreviation, "CET");
    EQUAL(zone.stretches[1].begin_s, -2201814000); /* 1900-03-25 01:00 UTC */
    EQUAL(zone.stretches[1].offset_s, 7200);
    SAME(zone.stretches[1].abbreviation, "CEST");
    EQUAL(zone.stretches[4].offset_s, 3600);
}

CHECK(no_beginning_of_a_file_is_a_file)
{
    struct bytes file = small_file();
    struct tzif zone = { .count = 42 };

    while (file.length-- > 0) {
        AUTO(arena_empty) struct arena arena = { 0 };
        HOLDS(!tzif_read(&arena, file, 2000, &zone), "%zu bytes", file.length);
        EQUAL(zone.count, 42);
    }
}

/* A real one with its table, or nothing. */
static size_t read_real(unsigned char *bytes, size_t room)
{
    FILE *file = fopen("/usr/share/zoneinfo/Africa/Casablanca", "re");

    if (!file)
        return 0;
    const size_t length = fread(bytes, 1, room, file);
    (void)fclose(file);
    return length;
}

CHECK(any_changed_byte_gives_a_zone_in_order_or_none)
{
    static const unsigned char changes[] = { 0x00, 0x01, 0x7F, 0x80, 0xFF };
    unsigned char bytes[4096];
    const size_t length = read_real(bytes, sizeof(bytes));

    HOLDS(length > 500, "%zu bytes", length);
    for (size_t i = 0; i < length * LENGTH(changes); i++) {
        AUTO(arena_empty) struct arena arena = { 0 };
        unsigned char *changed = &bytes[i / LENGTH(changes)];
        const unsigned char before = *changed;
        struct tzif zone = { 0 };
        *changed = changes[i % LENGTH(changes)];
        if (tzif_read(&arena, (struct bytes){ bytes, length }, 2040, &zone))
            for (size_t k = 1; k < zone.count; k++)
                HOLDS(zone.stretches[k - 1].begin_s < zone.stretches[k].begin_s, "change %zu", i);
        *changed = before;
    }
}
