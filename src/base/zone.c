#include "base/zone.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/tzif.h"

#define DATABASE "/usr/share/zoneinfo/"

enum {
    NAMES_LIMIT = 4096, /* tzdata has 600 */
    LAST_YEAR = 2200,   /* up to which rules are followed */
    BUCKETS = 256,
};

struct zone {
    char name[ZONE_NAME_BYTES];
    struct tzif table; /* in the arena */
    struct arena arena;
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

/* The whole file, at most as long as a zone may be; empty when it cannot be read. */
static struct bytes read_file(struct arena *arena, const char *name)
{
    char path[sizeof(DATABASE) + ZONE_NAME_BYTES];
    unsigned char *bytes = arena_take(arena, TZIF_BYTES_MOST);
    FILE *file;

    (void)snprintf(path, sizeof(path), DATABASE "%s", name);
    file = fopen(path, "re");
    if (!file)
        return BYTES_NONE;
    const size_t length = fread(bytes, 1, TZIF_BYTES_MOST, file);
    (void)fclose(file);
    return (struct bytes){ bytes, length };
}

static struct zone *read_zone(const char *name)
{
    AUTO(arena_empty) struct arena file_arena = { 0 };
    const struct bytes file = read_file(&file_arena, name);
    struct zone *zone = grab(NULL, 1, sizeof(*zone));

    *zone = (struct zone){ 0 };
    if (!tzif_read(&zone->arena, file, LAST_YEAR, &zone->table)) {
        arena_empty(&zone->arena);
        free(zone);
        return NULL;
    }
    memcpy(zone->name, name, strlen(name) + 1); /* is_installed() looked at its length */
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
    size_t low = 0, high = zone->table.count;

    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (zone->table.stretches[middle].begin_s <= at_s)
            low = middle;
        else
            high = middle;
    }
    return low;
}

int32_t zone_offset_s(const struct zone *zone, struct instant instant)
{
    return zone->table.stretches[stretch_at(zone, instant_s(instant))].offset_s;
}

const char *zone_abbreviation(const struct zone *zone, struct instant instant)
{
    return zone->table.stretches[stretch_at(zone, instant_s(instant))].abbreviation;
}

struct instant zone_first_at(const struct zone *zone, int64_t local_s)
{
    /* Whatever ends before this shows an earlier time; so the first stretch that reaches
     * the wanted time is the answer, though local time may go back between stretches. */
    size_t i = stretch_at(zone, local_s - TZIF_OFFSET_MOST_S);

    for (;; i++) {
        const struct stretch *stretch = &zone->table.stretches[i];
        int64_t at_s = local_s - stretch->offset_s;
        if (at_s < stretch->begin_s)
            at_s = stretch->begin_s;
        if (i + 1 == zone->table.count || at_s < zone->table.stretches[i + 1].begin_s)
            return (struct instant){ at_s * 1000 };
    }
}

bool zone_next_change(const struct zone *zone, struct instant instant, struct instant *change)
{
    const size_t now = stretch_at(zone, instant_s(instant));

    for (size_t i = now + 1; i < zone->table.count; i++) {
        if (zone->table.stretches[i].offset_s == zone->table.stretches[i - 1].offset_s)
            continue;
        *change = (struct instant){ zone->table.stretches[i].begin_s * 1000 };
        return true;
    }
    return false;
}
