/* config — what the operator decides: environment variables, and a file .env for those that
 * are not set there.
 *
 * The table is settings.def; config_read() checks each value by its kind and names the first
 * wrong one: the variable, what it may be and what to do.  Values are never printed: one
 * that is wrong may still be half a secret. */
#ifndef PROGRAM_CONFIG_H
#define PROGRAM_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/mark.h"
#include "base/secret.h"

struct job;

enum setting_kind {
    SETTING_TEXT,   /* 1 … 255 bytes */
    SETTING_WORD,   /* one of the words the setting's owner lists */
    SETTING_URL,    /* http:// or https://, without a slash at its end */
    SETTING_ID,     /* a snowflake */
    SETTING_IDS,    /* up to SETTING_IDS_MOST of them, with commas between */
    SETTING_HEX32,  /* 32 bytes in hexadecimal */
    SETTING_WHOLE,  /* 1 … 100 */
    SETTING_PORT,   /* 0 … 65535; 0: any that is free, printed at start */
    SETTING_SECRET, /* never printed, wiped at the end */
};

enum { SETTING_IDS_MOST = 20 };

enum setting_index {
#define SETTING(field, variable, kind, standard, words) SETTING_INDEX_##field,
#define CHOICE(...)
#include "program/settings.def"
    SETTING_COUNT
};

struct setting {
    const char *variable;
    enum setting_kind kind;
    const char *standard; /* its default, or NULL */
    const char *words;
};

/* One value, in the form of its kind. */
struct setting_value {
    const char *text;               /* TEXT, WORD, URL, HEX32 and ID; NULL: not set */
    int64_t whole;                  /* WHOLE, PORT */
    uint64_t id;                    /* ID; 0: not set */
    uint64_t ids[SETTING_IDS_MOST]; /* IDS */
    size_t ids_count;
    struct secret secret; /* SECRET */
};

struct config {
    struct arena arena; /* holds the texts */
#define SETTING(field, variable, kind, standard, words) struct setting_value field;
#define CHOICE(...)
#include "program/settings.def"
};

extern const struct setting settings[SETTING_COUNT];

/* Reads the environment and `env_file` (NULL: none; a missing file is none).  FAULT_INPUT
 * with words for the operator when a value is wrong. */
enum fault config_read(struct job *job, const char *env_file, struct config *config) MUST_USE;
void config_end(struct config *config);

/* FAULT_INPUT naming the variable when it is not set. */
enum fault config_need(struct job *job, const struct setting_value *value,
                       enum setting_index setting) MUST_USE;

#endif
