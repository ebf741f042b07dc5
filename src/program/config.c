#include "program/config.h"

#include <ctype.h>
#include <string.h>

#include "base/job.h"
#include "base/number.h"
#include "program/env_file.h"

enum { TEXT_BYTES_MOST = 255, SECRET_BYTES_MOST = 4096, HEX32_BYTES = 64, WHOLE_MOST = 100 };

const struct setting settings[SETTING_COUNT] = {
#define SETTING(field, variable, kind, standard, words) \
    [SETTING_INDEX_##field] = { variable, kind, standard, words },
#define CHOICE(...)
#include "program/settings.def"
};

static const struct {
    enum setting_index setting;
    const char *word;
} choices[] = {
#define SETTING(...)
#define CHOICE(field, word) { SETTING_INDEX_##field, word },
#include "program/settings.def"
};

static bool is_choice(enum setting_index setting, const char *word)
{
    for (size_t i = 0; i < LENGTH(choices); i++)
        if (choices[i].setting == setting && strcmp(choices[i].word, word) == 0)
            return true;
    return false;
}

static bool read_url(const char *text, struct setting_value *value)
{
    const bool known = strncmp(text, "http://", 7) == 0 || strncmp(text, "https://", 8) == 0;
    const size_t length = strlen(text);

    value->text = text;
    return known && length <= TEXT_BYTES_MOST && text[length - 1] != '/' &&
           strcspn(text, " \t\r\n\"<>@") == length;
}

static bool read_hex32(const char *text, struct setting_value *value)
{
    size_t length = 0;

    while (isxdigit((unsigned char)text[length]))
        length++;
    value->text = text;
    return length == HEX32_BYTES && text[length] == '\0';
}

static bool read_id(const char *text, struct setting_value *value)
{
    value->text = text;
    return number_read_unsigned(text, &value->id) && value->id != 0;
}

/* Commas and blanks part the ids. */
static bool read_ids(const char *text, struct setting_value *value)
{
    enum { ID_BYTES = 21 };
    char id[ID_BYTES];

    value->text = text;
    for (text += strspn(text, ", "); *text; text += strspn(text, ", ")) {
        const size_t length = strcspn(text, ", ");
        if (length >= ID_BYTES || value->ids_count == SETTING_IDS_MOST)
            return false;
        memcpy(id, text, length);
        id[length] = '\0';
        uint64_t *next = &value->ids[value->ids_count++];
        if (!number_read_unsigned(id, next) || *next == 0)
            return false;
        text += length;
    }
    return value->ids_count > 0;
}

static bool read_secret(const char *text, struct setting_value *value)
{
    if (strlen(text) > SECRET_BYTES_MOST)
        return false;
    value->secret = secret_new(text);
    return true;
}

static bool read_text(const char *text, struct setting_value *value)
{
    value->text = text;
    return strlen(text) <= TEXT_BYTES_MOST;
}

static bool read_whole(const char *text, struct setting_value *value)
{
    value->text = text;
    return number_read_within(text, 1, WHOLE_MOST, &value->whole);
}

static bool read_port(const char *text, struct setting_value *value)
{
    value->text = text;
    return number_read_within(text, 0, UINT16_MAX, &value->whole);
}

static const struct {
    bool (*read)(const char *text, struct setting_value *value);
    const char *wanted;
} kinds[] = {
    [SETTING_TEXT] = { read_text, "a text of at most 255 bytes" },
    [SETTING_WORD] = { read_text, "one of the words in docs/configuration.md" },
    [SETTING_URL] = { read_url, "an address that begins with http:// or https:// and does not "
                                "end with a slash" },
    [SETTING_ID] = { read_id, "a Discord id, digits only" },
    [SETTING_IDS] = { read_ids, "at most 20 Discord ids, digits only, with commas between" },
    [SETTING_HEX32] = { read_hex32, "64 hexadecimal digits" },
    [SETTING_WHOLE] = { read_whole, "a whole number from 1 to 100" },
    [SETTING_PORT] = { read_port, "a port from 0 to 65535" },
    [SETTING_SECRET] = { read_secret, "a text of at most 4096 bytes" },
};

static enum fault read_one(struct job *job, struct config *config, const struct env_file *file,
                           enum setting_index index, struct setting_value *value)
{
    const struct setting *setting = &settings[index];
    /* Read once, before there are threads. */
    const char *text = getenv(setting->variable); // NOLINT(concurrency-mt-unsafe)

    if (!text || *text == '\0')
        text = env_file_value(file, setting->variable);
    if (!text || *text == '\0')
        text = setting->standard;
    if (!text)
        return FAULT_NONE;
    /* Secrets keep their own memory, which is wiped; a copy in the arena would not be. */
    if (setting->kind != SETTING_SECRET)
        text = arena_copy(&config->arena, text);
    if (!kinds[setting->kind].read(text, value) ||
        (setting->kind == SETTING_WORD && !is_choice(index, text)))
        return fail(job, FAULT_INPUT, "%s must be %s", setting->variable,
                    kinds[setting->kind].wanted);
    return FAULT_NONE;
}

enum fault config_read(struct job *job, const char *env_file, struct config *config)
{
    struct env_file file = { .count = 0 };
    enum fault fault = env_file ? env_file_read(job, env_file, &file) : FAULT_NONE;

#define SETTING(field, variable, kind, standard, words) \
    if (!fault)                                         \
        fault = read_one(job, config, &file, SETTING_INDEX_##field, &config->field);
#define CHOICE(...)
#include "program/settings.def"
    return fault;
}

void config_end(struct config *config)
{
#define SETTING(field, variable, kind, standard, words) secret_free(&config->field.secret);
#define CHOICE(...)
#include "program/settings.def"
    arena_empty(&config->arena);
}

enum fault config_need(struct job *job, const struct setting_value *value,
                       enum setting_index setting)
{
    if (value->text || secret_is_set(&value->secret))
        return FAULT_NONE;
    return fail(job, FAULT_INPUT, "%s is not set: set it in the environment or in .env",
                settings[setting].variable);
}
