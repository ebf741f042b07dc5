#include "base/tzif.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/gregorian.h"
#include "base/tzrule.h"

enum {
    HEADER_RESERVED = 15,
    TYPE_BYTES = 6,   /* offset, summer time or not, place of the abbreviation */
    RULE_BYTES = 256, /* longest footer we read */
    DAY_S = 86400,
    YEAR_LEAST = 1900, /* where a rule without a table before it begins */
};

/* What is left of the file; once something was missing, nothing more is given. */
struct reader {
    struct bytes rest;
    bool broken;
};

/* How many of each a block has (RFC 9636 section 3.1). */
struct counts {
    uint32_t utc_marks, standard_marks, leaps, changes, types, letters;
};

/* The second block, whose times have 64 bits. */
struct block {
    struct counts counts;
    const unsigned char *times, *kinds, *types;
    const char *letters; /* abbreviations with NULs, in the arena: they outlive the file */
};

struct builder {
    struct stretch *stretches;
    size_t count, room;
};

static const unsigned char *take(struct reader *reader, size_t length)
{
    const unsigned char *taken = reader->rest.at;

    if (reader->broken || length > reader->rest.length) {
        reader->broken = true;
        return NULL;
    }
    reader->rest.at += length;
    reader->rest.length -= length;
    return taken;
}

/* Big-endian. */
static uint64_t number_at(const unsigned char *at, int length)
{
    uint64_t number = 0;

    for (int i = 0; i < length; i++)
        number = number << 8 | at[i];
    return number;
}

static uint32_t take_count(struct reader *reader)
{
    const unsigned char *at = take(reader, 4);
    const uint32_t count = at ? (uint32_t)number_at(at, 4) : 0;

    if (count > TZIF_BYTES_MOST)
        reader->broken = true;
    return count;
}

static struct counts take_header(struct reader *reader, char *version)
{
    const unsigned char *magic = take(reader, 4);
    const unsigned char *kind = take(reader, 1);
    struct counts counts = { 0 };

    if (!take(reader, HEADER_RESERVED) || memcmp(magic, "TZif", 4) != 0) {
        reader->broken = true;
        return counts;
    }
    *version = (char)*kind;
    counts.utc_marks = take_count(reader);
    counts.standard_marks = take_count(reader);
    counts.leaps = take_count(reader);
    counts.changes = take_count(reader);
    counts.types = take_count(reader);
    counts.letters = take_count(reader);
    return counts;
}

/* The first block has times of 32 bits, of which we make no use. */
static void skip_first_block(struct reader *reader, const struct counts *counts)
{
    (void)take(reader, (size_t)counts->changes * 5);
    (void)take(reader, (size_t)counts->types * TYPE_BYTES);
    (void)take(reader, counts->letters);
    (void)take(reader, (size_t)counts->leaps * 8);
    (void)take(reader, (size_t)counts->standard_marks + counts->utc_marks);
}

static struct block take_block(struct reader *reader, struct arena *arena,
                               const struct counts *counts)
{
    struct block block = { .counts = *counts };
    char *letters;

    block.times = take(reader, (size_t)counts->changes * 8);
    block.kinds = take(reader, counts->changes);
    block.types = take(reader, (size_t)counts->types * TYPE_BYTES);
    const unsigned char *letters_there = take(reader, counts->letters);
    (void)take(reader, (size_t)counts->standard_marks + counts->utc_marks);
    if (counts->leaps > 0 || counts->types == 0)
        reader->broken = true;
    if (reader->broken)
        return block;
    letters = arena_take(arena, counts->letters + 1);
    memcpy(letters, letters_there, counts->letters);
    block.letters = letters;
    return block;
}

/* The rule between two newlines at the end; "" where there is none. */
static void take_footer(struct reader *reader, char rule[static RULE_BYTES])
{
    const unsigned char *newline = take(reader, 1);
    const unsigned char *end = reader->broken ? NULL
                                              : memchr(reader->rest.at, '\n', reader->rest.length);

    if (!end || *newline != '\n' || end - reader->rest.at >= RULE_BYTES) {
        reader->broken = true;
        return;
    }
    memcpy(rule, reader->rest.at, (size_t)(end - reader->rest.at));
    rule[end - reader->rest.at] = '\0';
}

static bool is_printable(const char *text)
{
    for (; *text; text++)
        if (*text < '!' || *text > '~')
            return false;
    return true;
}

/* The type's offset and abbreviation, checked. */
static bool read_type(const struct block *block, size_t type, struct stretch *stretch)
{
    const unsigned char *at = block->types + type * TYPE_BYTES;

    if (type >= block->counts.types || at[5] >= block->counts.letters)
        return false;
    stretch->offset_s = (int32_t)number_at(at, 4);
    stretch->abbreviation = block->letters + at[5];
    return stretch->offset_s > -TZIF_OFFSET_MOST_S && stretch->offset_s < TZIF_OFFSET_MOST_S &&
           strlen(stretch->abbreviation) < TZRULE_NAME_BYTES && is_printable(stretch->abbreviation);
}

/* Only what changes something; of two changes at one instant the later one. */
static void keep(struct builder *builder, struct stretch stretch)
{
    struct stretch *last = builder->count ? &builder->stretches[builder->count - 1] : NULL;

    if (last && last->offset_s == stretch.offset_s &&
        strcmp(last->abbreviation, stretch.abbreviation) == 0)
        return;
    if (last && last->begin_s == stretch.begin_s)
        *last = stretch;
    else if (builder->count < builder->room)
        builder->stretches[builder->count++] = stretch;
}

/* Before its first change a zone is of type 0 (RFC 9636 section 3.2). */
static bool keep_table(const struct block *block, struct builder *builder, int64_t *last_s)
{
    struct stretch stretch = { .begin_s = INT64_MIN };

    if (!read_type(block, 0, &stretch))
        return false;
    keep(builder, stretch);
    for (size_t i = 0; i < block->counts.changes; i++) {
        const int64_t before_s = stretch.begin_s;
        stretch.begin_s = (int64_t)number_at(block->times + i * 8, 8);
        if (stretch.begin_s <= before_s || !read_type(block, block->kinds[i], &stretch))
            return false;
        keep(builder, stretch);
    }
    *last_s = stretch.begin_s;
    return true;
}

static void keep_year(struct builder *builder, const struct tzrule *rule, int year, int64_t last_s)
{
    const struct stretch summer = {
        .begin_s = tzrule_at_s(&rule->begins, year, rule->standard.offset_s),
        .offset_s = rule->summer.offset_s,
        .abbreviation = rule->summer.name,
    };
    const struct stretch standard = {
        .begin_s = tzrule_at_s(&rule->ends, year, rule->summer.offset_s),
        .offset_s = rule->standard.offset_s,
        .abbreviation = rule->standard.name,
    };
    /* South of the equator summer time ends before it begins. */
    const bool north = summer.begin_s < standard.begin_s;
    const struct stretch halves[] = { north ? summer : standard, north ? standard : summer };

    for (size_t i = 0; i < LENGTH(halves); i++) {
        const struct stretch *newest = &builder->stretches[builder->count - 1];
        if (halves[i].begin_s > last_s && halves[i].begin_s >= newest->begin_s)
            keep(builder, halves[i]);
    }
}

/* What the rule says of the time after the table. */
static bool keep_rule(struct arena *arena, const char *text, struct builder *builder,
                      int64_t last_s, int last_year)
{
    struct tzrule *rule = arena_take(arena, sizeof(*rule)); /* owns the abbreviations */
    int year = YEAR_LEAST;

    if (*text == '\0')
        return true; /* unknown: the last stretch goes on */
    if (!tzrule_read(text, rule))
        return false;
    if (last_s > year_begin_day(YEAR_LEAST + 1) * DAY_S)
        year = (int)year_of_day(divide_down(last_s, DAY_S)) - 1;
    for (; rule->changes && year <= last_year; year++)
        keep_year(builder, rule, year, last_s);
    return true;
}

bool tzif_read(struct arena *arena, struct bytes file, int last_year, struct tzif *out)
{
    struct reader reader = { file, file.length > TZIF_BYTES_MOST };
    char version = 0, rule[RULE_BYTES];
    struct counts counts = take_header(&reader, &version);
    struct builder builder = { 0 };
    int64_t last_s;

    assert(last_year >= YEAR_LEAST && last_year <= 9999);
    skip_first_block(&reader, &counts);
    counts = take_header(&reader, &version);
    const struct block block = take_block(&reader, arena, &counts);
    take_footer(&reader, rule);
    if (reader.broken || version < '2')
        return false;
    builder.room = (size_t)counts.changes + 1 + 2 * (size_t)(last_year - YEAR_LEAST + 1);
    builder.stretches = arena_take_many(arena, builder.room, sizeof(builder.stretches[0]));
    if (!keep_table(&block, &builder, &last_s) ||
        !keep_rule(arena, rule, &builder, last_s, last_year))
        return false;
    *out = (struct tzif){ builder.stretches, builder.count };
    return true;
}
