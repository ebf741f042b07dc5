#include "base/zone.h"

#include <assert.h>
#include <glib.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"

#define DATABASE "/usr/share/zoneinfo/"

enum {
    NAMES_LIMIT = 4096,         /* tzdata has 600 */
    CHANGES_LIMIT = 4096,       /* two a year need 600 */
    OFFSET_LIMIT_S = 26 * 3600, /* no clock is further from UTC (RFC 9636) */
    BUCKETS = 256,
};

/* What we know of: 1900-01-01 up to 2200-01-01. */
static const int64_t first_s = -2208988800;
static const int64_t end_s = 7258118400;

/* A stretch of time in which the clocks of a zone run evenly, until the next begins. */
struct stretch {
    int64_t begin_s; /* INT64_MIN for the first */
    int32_t offset_s;
    const char *abbreviation; /* GLib's, as long as the zone */
};

struct zone {
    char name[ZONE_NAME_BYTES];
    GTimeZone *glib; /* owns the abbreviations */
    struct stretch *stretches;
    size_t count;      /* >= 1 */
    struct zone *next; /* in its bucket */
};

static pthread_once_t names_once = PTHREAD_ONCE_INIT;
static const char **names; /* after names_once: sorted, never changes */
static size_t names_count;
static struct arena names_text; /* stays until the process ends */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* guards: */
static struct zone *buckets[BUCKETS];

static void *grab(void *old, size_t count, size_t size)
{
    void *fresh = reallocarray(old, count, size);

    if (!fresh) {
        fputs("out of memory for time zones\n", stderr);
        abort();
    }
    return fresh;
}

/* ---- the names ---------------------------------------------------------------------- */

static int compare_names(const void *one, const void *other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

/* A plain relative name whose file the system has: the list may name links that live in
 * a package which is not installed (tzdata-legacy). */
static bool is_installed(const char *name)
{
    char path[sizeof(DATABASE) + ZONE_NAME_BYTES];
    const size_t length = strlen(name);

    if (length == 0 || length >= ZONE_NAME_BYTES || name[0] == '/' || strstr(name, ".."))
        return false;
    (void)snprintf(path, sizeof(path), DATABASE "%s", name);
    return access(path, R_OK) == 0;
}

static void keep_name(const char *name)
{
    if (names_count == NAMES_LIMIT || !is_installed(name))
        return;
    names = grab(names, names_count + 1, sizeof(names[0]));
    names[names_count++] = arena_copy(&names_text, name);
}

/* The blank-separated word number `wanted` (from 0) of a line, in place; NULL: too few. */
static char *word_of(char *line, int wanted)
{
    char *rest = line;
    char *word = strtok_r(line, " \t\r\n", &rest);

    while (word && wanted-- > 0)
        word = strtok_r(NULL, " \t\r\n", &rest);
    return word;
}

/* tzdata.zi: "Z name …" makes a zone, "L target name" another name of one (zic(8)).
 * zone*.tab: "countries coordinates name …". */
static void read_line(char *line, bool is_zi)
{
    const char kind = line[0];
    char *name = NULL;

    if (kind == '#' || (is_zi && kind != 'Z' && kind != 'L'))
        return;
    name = word_of(line, is_zi && kind == 'Z' ? 1 : 2);
    if (name)
        keep_name(name);
}

static void read_list(const char *path, bool is_zi)
{
    FILE *file = fopen(path, "re");
    char *line = NULL;
    size_t room = 0;

    if (!file)
        return;
    while (getline(&line, &room, file) > 0)
        read_line(line, is_zi);
    free(line);
    (void)fclose(file);
}

static void read_names(void)
{
    size_t kept = 0;

    read_list(DATABASE "tzdata.zi", true);
    if (names_count == 0) {
        read_list(DATABASE "zone1970.tab", false);
        read_list(DATABASE "zone.tab", false);
        keep_name("UTC");
    }
    if (names_count == 0)
        return;
    qsort(names, names_count, sizeof(names[0]), compare_names);
    for (size_t i = 0; i < names_count; i++) {
        if (kept > 0 && strcmp(names[kept - 1], names[i]) == 0)
            continue; /* in both lists; its few bytes stay */
        names[kept++] = names[i];
    }
    names_count = kept;
}

const char *const *zone_names(size_t *count)
{
    (void)pthread_once(&names_once, read_names);
    *count = names_count;
    return names;
}

static bool is_name(const char *name)
{
    size_t count;
    const char *const *known = zone_names(&count);

    return count > 0 && bsearch(&name, known, count, sizeof(known[0]), compare_names);
}

/* ---- reading one -------------------------------------------------------------------- */

static int interval_at(GTimeZone *glib, int64_t at_s)
{
    return g_time_zone_find_interval(glib, G_TIME_TYPE_UNIVERSAL, at_s);
}

/* The first second of the interval after the one of `from_s`; end_s when there is none.
 * GLib tells in which interval a second lies, but not where intervals begin. */
static int64_t next_interval(GTimeZone *glib, int64_t from_s)
{
    const int same = interval_at(glib, from_s);
    int64_t step = INT64_C(250) * 86400;
    int64_t low = from_s, high = from_s + step;

    while (high < end_s && interval_at(glib, high) == same) {
        low = high;
        step *= 2;
        high = low + step;
    }
    if (high >= end_s && interval_at(glib, end_s) == same)
        return end_s;
    while (high - low > 1) {
        const int64_t middle = low + (high - low) / 2;
        if (interval_at(glib, middle) == same)
            low = middle;
        else
            high = middle;
    }
    return high;
}

static void keep_stretch(struct zone *zone, int64_t begin_s)
{
    const int interval = interval_at(zone->glib, begin_s);
    const struct stretch stretch = {
        .begin_s = zone->count == 0 ? INT64_MIN : begin_s,
        .offset_s = g_time_zone_get_offset(zone->glib, interval),
        .abbreviation = g_time_zone_get_abbreviation(zone->glib, interval),
    };
    const struct stretch *before = zone->count ? &zone->stretches[zone->count - 1] : NULL;

    if (before && before->offset_s == stretch.offset_s &&
        strcmp(before->abbreviation, stretch.abbreviation) == 0)
        return;
    zone->stretches = grab(zone->stretches, zone->count + 1, sizeof(stretch));
    zone->stretches[zone->count++] = stretch;
}

/* NULL when GLib gives another zone than asked for: it falls back to UTC silently. */
static struct zone *read_zone(const char *name)
{
    GTimeZone *glib = g_time_zone_new_identifier(name);
    struct zone *zone;

    if (!glib)
        return NULL;
    if (strcmp(g_time_zone_get_identifier(glib), name) != 0) {
        g_time_zone_unref(glib);
        return NULL;
    }
    zone = grab(NULL, 1, sizeof(*zone));
    *zone = (struct zone){ .glib = glib };
    memcpy(zone->name, name, strlen(name) + 1); /* is_installed() looked at its length */
    for (int64_t at_s = first_s; at_s < end_s && zone->count < CHANGES_LIMIT;
         at_s = next_interval(glib, at_s))
        keep_stretch(zone, at_s);
    return zone;
}

static struct zone **bucket_of(const char *name)
{
    uint32_t sum = 2166136261U; /* FNV-1a */

    for (; *name; name++)
        sum = (sum ^ (unsigned char)*name) * 16777619U;
    return &buckets[sum % BUCKETS];
}

const struct zone *zone_find(const char *name)
{
    if (!is_name(name))
        return NULL;

    pthread_mutex_lock(&lock);
    struct zone **bucket = bucket_of(name);
    struct zone *zone = *bucket;
    while (zone && strcmp(zone->name, name) != 0)
        zone = zone->next;
    if (!zone) {
        zone = read_zone(name);
        if (zone) {
            zone->next = *bucket;
            *bucket = zone;
        }
    }
    pthread_mutex_unlock(&lock);
    return zone;
}

/* ---- asking one --------------------------------------------------------------------- */

const char *zone_name(const struct zone *zone)
{
    return zone->name;
}

/* Index of the stretch a second lies in. */
static size_t stretch_at(const struct zone *zone, int64_t at_s)
{
    size_t low = 0, high = zone->count;

    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (zone->stretches[middle].begin_s <= at_s)
            low = middle;
        else
            high = middle;
    }
    return low;
}

int32_t zone_offset_s(const struct zone *zone, struct instant instant)
{
    return zone->stretches[stretch_at(zone, instant_s(instant))].offset_s;
}

const char *zone_abbreviation(const struct zone *zone, struct instant instant)
{
    return zone->stretches[stretch_at(zone, instant_s(instant))].abbreviation;
}

struct instant zone_first_at(const struct zone *zone, int64_t local_s)
{
    /* Whatever ends before this shows an earlier time; so the first stretch that reaches
     * the wanted time is the answer, though local time may go back between stretches. */
    size_t i = stretch_at(zone, local_s - OFFSET_LIMIT_S);

    for (;; i++) {
        const struct stretch *stretch = &zone->stretches[i];
        int64_t at_s = local_s - stretch->offset_s;
        if (at_s < stretch->begin_s)
            at_s = stretch->begin_s;
        if (i + 1 == zone->count || at_s < zone->stretches[i + 1].begin_s)
            return (struct instant){ at_s * 1000 };
    }
}

bool zone_next_change(const struct zone *zone, struct instant instant, struct instant *change)
{
    const size_t now = stretch_at(zone, instant_s(instant));

    for (size_t i = now + 1; i < zone->count; i++) {
        if (zone->stretches[i].offset_s == zone->stretches[i - 1].offset_s)
            continue;
        *change = (struct instant){ zone->stretches[i].begin_s * 1000 };
        return true;
    }
    return false;
}
