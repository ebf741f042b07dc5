#include "base/zone.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mark.h"
#include "base/random.h"

#include "check.h"

static struct instant at_s(int64_t s)
{
    return (struct instant){ s * 1000 };
}

CHECK(only_names_of_the_database_are_zones)
{
    static const struct {
        const char *name;
        bool known;
    } cases[] = {
        { "Europe/Berlin", true },
        { "America/Argentina/Buenos_Aires", true },
        { "UTC", true },
        { "Etc/GMT+12", true },
        { "US/Eastern", true }, /* an old name */
        { "EST5EDT", true },    /* a name too, though it reads like a rule */
        { "", false },
        { "europe/berlin", false },
        { "Europe/Berlin ", false },
        { " Europe/Berlin", false },
        { "Europe", false },
        { "Europe/", false },
        { "Europe/Atlantis", false },
        { "/usr/share/zoneinfo/Europe/Berlin", false },
        { "../../../etc/passwd", false },
        { "Europe/../Europe/Berlin", false },
        { "posix/Europe/Berlin", false },
        { "right/Europe/Berlin", false },
        { "localtime", false },
        { "tzdata.zi", false },
        { "zone.tab", false },
        { "+03", false },
        { "+03:00", false },
        { "-05", false },
        { "Z", false },
        { "UTC+3", false },
        { "CET-1CEST,M3.5.0,M10.5.0/3", false },
        { "<+03>-3", false },
        { ":Europe/Berlin", false },
        { "Europe/Berlin\n", false },
        { "%s%n", false },
        { "\xff\xfe", false },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        const struct zone *zone = zone_find(cases[i].name);
        HOLDS((zone != NULL) == cases[i].known, "\"%s\"", cases[i].name);
        if (zone)
            SAME(zone_name(zone), cases[i].name);
    }
}

CHECK(a_very_long_name_is_no_zone)
{
    char name[100001];

    memset(name, 'A', sizeof(name) - 1);
    name[sizeof(name) - 1] = '\0';
    EQUAL(zone_find(name) == NULL, true);
}

CHECK(names_are_sorted_and_each_is_a_zone)
{
    size_t count;
    const char *const *names = zone_names(&count);

    HOLDS(count > 300, "%zu names", count);
    for (size_t i = 0; i < count; i++) {
        HOLDS(i == 0 || strcmp(names[i - 1], names[i]) < 0, "%s", names[i]);
        HOLDS(zone_find(names[i]) != NULL, "%s", names[i]);
    }
}

CHECK(a_zone_is_read_once)
{
    EQUAL(zone_find("Asia/Tokyo") == zone_find("Asia/Tokyo"), true);
    EQUAL(zone_find("Asia/Tokyo") == zone_find("Asia/Seoul"), false);
}

CHECK(clocks_show_what_they_showed)
{
    static const struct {
        const char *name;
        int64_t at_s;
        int32_t offset_s;
        const char *abbreviation;
    } cases[] = {
        { "UTC", 0, 0, "UTC" },
        { "Europe/Berlin", 1761440399, 7200, "CEST" },
        { "Europe/Berlin", 1761440400, 3600, "CET" },
        { "Europe/Berlin", 3803025600, 7200, "CEST" }, /* July 2090 */
        { "America/New_York", 1741503599, -18000, "EST" },
        { "America/New_York", 1741503600, -14400, "EDT" },
        { "Asia/Kathmandu", 1700000000, 20700, "+0545" },
        { "Pacific/Apia", 1325239199, -36000, "-10" },
        { "Pacific/Apia", 1325239200, 50400, "+14" },
        { "Africa/Monrovia", 63593069, -2670, "MMT" }, /* 44 min 30 s behind UTC */
        { "Africa/Monrovia", 63593070, 0, "GMT" },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        const struct zone *zone = zone_find(cases[i].name);
        HOLDS(zone != NULL, "%s", cases[i].name);
        EQUAL(zone_offset_s(zone, at_s(cases[i].at_s)), cases[i].offset_s);
        SAME(zone_abbreviation(zone, at_s(cases[i].at_s)), cases[i].abbreviation);
    }
}

CHECK(local_times_that_are_skipped_or_come_twice_have_one_answer)
{
    const struct zone *berlin = zone_find("Europe/Berlin");
    const int64_t spring_s = 1743296400; /* 2025-03-30 02:00 becomes 03:00 */
    const int64_t autumn_s = 1761440400; /* 2025-10-26 03:00 becomes 02:00 */

    EQUAL(zone_first_at(berlin, spring_s + 3599).ms, spring_s * 1000 - 1000);
    EQUAL(zone_first_at(berlin, spring_s + 3600).ms, spring_s * 1000);
    EQUAL(zone_first_at(berlin, spring_s + 5400).ms, spring_s * 1000);
    EQUAL(zone_first_at(berlin, spring_s + 7200).ms, spring_s * 1000);
    EQUAL(zone_first_at(berlin, spring_s + 7201).ms, spring_s * 1000 + 1000);
    EQUAL(zone_first_at(berlin, autumn_s + 3600).ms, (autumn_s - 3600) * 1000);
    EQUAL(zone_first_at(berlin, autumn_s + 7200).ms, autumn_s * 1000 + 3600000);
}

CHECK(the_next_change_is_found_or_there_is_none)
{
    struct instant change = { 42 };

    EQUAL(zone_next_change(zone_find("Europe/Berlin"), at_s(1750000000), &change), true);
    EQUAL(change.ms, 1761440400000);
    EQUAL(zone_next_change(zone_find("Europe/Berlin"), change, &change), true);
    EQUAL(change.ms, 1774746000000);
    change.ms = 42;
    EQUAL(zone_next_change(zone_find("Asia/Kolkata"), at_s(1700000000), &change), false);
    EQUAL(change.ms, 42);
}

/* The C library reads the same files with other code: it must agree. */
static void agrees_with_libc(const struct zone *zone, int64_t s)
{
    const time_t when = s;
    struct tm there = { 0 };

    HOLDS(localtime_r(&when, &there) != NULL, "%s at %ld", zone_name(zone), (long)s);
    HOLDS(zone_offset_s(zone, at_s(s)) == there.tm_gmtoff, "%s at %ld: %d, not %ld",
          zone_name(zone), (long)s, zone_offset_s(zone, at_s(s)), there.tm_gmtoff);
    HOLDS(strcmp(zone_abbreviation(zone, at_s(s)), there.tm_zone) == 0, "%s at %ld: %s, not %s",
          zone_name(zone), (long)s, zone_abbreviation(zone, at_s(s)), there.tm_zone);
}

static void agrees_everywhere(const char *name)
{
    const struct zone *zone = zone_find(name);
    struct instant change = at_s(-2208988800);

    for (int i = 0; i < 200; i++)
        agrees_with_libc(zone, -2208988800 + 2 * (int64_t)random_below(UINT32_MAX));
    while (zone_next_change(zone, change, &change)) {
        agrees_with_libc(zone, instant_s(change) - 1);
        agrees_with_libc(zone, instant_s(change));
    }
}

CHECK(every_zone_agrees_with_the_c_library)
{
    size_t count;
    const char *const *names = zone_names(&count);

    for (size_t i = 0; i < count; i++) {
        EQUAL(setenv("TZ", names[i], 1), 0); /* NOLINT(concurrency-mt-unsafe): one thread */
        tzset();
        agrees_everywhere(names[i]);
    }
    EQUAL(unsetenv("TZ"), 0); /* NOLINT(concurrency-mt-unsafe) */
}

static void *find_many(void *found)
{
    size_t count;
    const char *const *names = zone_names(&count);

    for (int i = 0; i < 2000; i++)
        *(const struct zone **)found = zone_find(names[random_below((uint32_t)count)]);
    *(const struct zone **)found = zone_find("Europe/Paris");
    return NULL;
}

CHECK(threads_find_the_same_zones)
{
    pthread_t threads[4];
    const struct zone *found[4];

    for (size_t i = 0; i < LENGTH(threads); i++)
        EQUAL(pthread_create(&threads[i], NULL, find_many, (void *)&found[i]), 0);
    for (size_t i = 0; i < LENGTH(threads); i++) {
        EQUAL(pthread_join(threads[i], NULL), 0);
        EQUAL(found[i] == zone_find("Europe/Paris"), true);
    }
}
