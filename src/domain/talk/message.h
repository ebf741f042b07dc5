/* message — what the product says to people, as values: the app room fills them, the wire
 * room writes them as Discord wants them, the outbound room sends them.
 *
 * Texts are UTF-8 and already safe: what a person typed went through text_add_markdown()
 * before it came here.  Everything lives in the job's arena.  The limits of Discord
 * (https://discord.com/developers/docs/resources/message and /components/reference) are
 * enforced by the writer, which faults rather than send half a message. */
#ifndef DOMAIN_TALK_MESSAGE_H
#define DOMAIN_TALK_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/instant.h"

/* Discord's numbers. */
enum button_style {
    BUTTON_PRIMARY = 1,
    BUTTON_SECONDARY = 2,
    BUTTON_SUCCESS = 3,
    BUTTON_DANGER = 4,
    BUTTON_LINK = 5,
};

struct button {
    enum button_style style;
    const char *label; /* 1 … 80 characters */
    const char *id;    /* custom_id, 1 … 100 characters; for BUTTON_LINK the https address */
    const char *emoji; /* one Unicode emoji, or NULL */
    bool disabled;
};

struct choice { /* of a select, or of an autocomplete */
    const char *label;
    const char *value;
    const char *description; /* NULL: none; selects only */
    bool chosen;             /* selects only */
};

/* Discord's component types. */
enum select_kind {
    SELECT_TEXT = 3,
    SELECT_USER = 5,
    SELECT_ROLE = 6,
    SELECT_MENTIONABLE = 7,
    SELECT_CHANNEL = 8,
};

struct select {
    enum select_kind kind;
    const char *id;
    const char *placeholder;      /* NULL: none */
    const struct choice *choices; /* SELECT_TEXT only, 1 … 25 */
    size_t choices_count;
    size_t least, most; /* how many may be chosen; most 1 … 25 */
    bool disabled;
};

/* An action row: up to five buttons, or one select. */
struct row {
    const struct button *buttons;
    size_t buttons_count;
    const struct select *select; /* NULL: a row of buttons */
};

struct embed_field {
    const char *name;
    const char *value;
    bool beside; /* Discord's "inline" */
};

struct embed {
    const char *title; /* NULL: none; so for the next two */
    const char *text;  /* Discord's "description" */
    const char *footer;
    uint32_t colour; /* 0xRRGGBB */
    const struct embed_field *fields;
    size_t fields_count;
    const char *image; /* the name of one of the message's files, or NULL */
};

struct file {
    const char *name; /* "report.csv": letters, digits, '.', '-', '_' */
    const char *type; /* "text/csv; charset=utf-8" */
    struct bytes content;
};

struct message {
    const char *text; /* Discord's "content"; NULL: none */
    const struct embed *embeds;
    size_t embeds_count;
    const struct row *rows;
    size_t rows_count;
    const struct file *files;
    size_t files_count;
    bool ephemeral; /* only for answers to interactions */
};

/* A text field of a modal, under its label. */
struct entry {
    const char *id;
    const char *label;       /* 1 … 45 characters */
    const char *description; /* NULL: none */
    const char *placeholder; /* NULL: none */
    const char *value;       /* NULL: empty */
    size_t least, most;      /* characters, 0 … 4000 */
    bool paragraph;
    bool required;
    const struct select *select; /* instead of text; NULL: text */
};

struct modal {
    const char *id;
    const char *title; /* 1 … 45 characters */
    const struct entry *entries;
    size_t entries_count; /* 1 … 5 */
};

#endif
