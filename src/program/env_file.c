#include "program/env_file.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/job.h"

static bool is_name_byte(char byte, bool first)
{
    return byte == '_' || isalpha((unsigned char)byte) || (!first && isdigit((unsigned char)byte));
}

static const char *skip_blanks(const char *at)
{
    return at + strspn(at, " \t");
}

/* Copies a value in its quotes; NULL when they do not end or something follows them. */
static char *quoted_value(struct arena *arena, const char *from)
{
    const char quote = *from++;
    char *value = arena_take(arena, strlen(from) + 1);
    char *to = value;

    for (; *from && *from != quote; from++) {
        if (quote == '"' && *from == '\\' && from[1] && strchr("n\"\\$", from[1])) {
            from++;
            *to++ = (char)(*from == 'n' ? '\n' : *from);
        } else {
            *to++ = *from;
        }
    }
    if (*from != quote || *skip_blanks(from + 1) != '\0')
        return NULL;
    return value;
}

static char *plain_value(struct arena *arena, const char *from)
{
    char *value = arena_copy(arena, from);
    size_t length = strlen(value);

    while (length > 0 && strchr(" \t\r", value[length - 1]))
        value[--length] = '\0';
    return value;
}

/* One line, NUL-terminated; false when it is no NAME=value. */
static bool parse_line(struct arena *arena, const char *line, struct env_file *file)
{
    line = skip_blanks(line);
    if (*line == '\0' || *line == '#' || *line == '\r')
        return true;
    if (strncmp(line, "export ", 7) == 0)
        line = skip_blanks(line + 7);

    size_t length = 0;
    while (is_name_byte(line[length], length == 0))
        length++;
    if (length == 0 || line[length] != '=' || file->count == ENV_FILE_NAMES_MOST)
        return false;

    char *name = arena_take(arena, length + 1);
    memcpy(name, line, length);
    const char *rest = skip_blanks(line + length + 1);
    const char *value = *rest == '"' || *rest == '\'' ? quoted_value(arena, rest)
                                                      : plain_value(arena, rest);
    if (!value)
        return false;
    file->names[file->count].name = name;
    file->names[file->count++].value = value;
    return true;
}

enum fault env_file_parse(struct job *job, const char *text, struct env_file *file)
{
    char *copy = arena_copy(&job->arena, text);
    struct env_file parsed = { .count = 0 };
    int number = 1;

    for (char *line = copy, *next; line; line = next, number++) {
        next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        const size_t length = strlen(line);
        if (length > 0 && line[length - 1] == '\r')
            line[length - 1] = '\0';
        if (!parse_line(&job->arena, line, &parsed))
            return fail(job, FAULT_INPUT, ".env, line %d: expected NAME=value; at most %d names",
                        number, ENV_FILE_NAMES_MOST);
    }
    *file = parsed;
    return FAULT_NONE;
}

static ssize_t read_all(int descriptor, char *buffer, size_t room)
{
    size_t length = 0;

    while (length < room) {
        const ssize_t got = read(descriptor, buffer + length, room - length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        length += (size_t)got;
    }
    return (ssize_t)length;
}

enum fault env_file_read(struct job *job, const char *path, struct env_file *file)
{
    const int descriptor = open(path, O_RDONLY | O_CLOEXEC);

    if (descriptor < 0 && errno == ENOENT) {
        *file = (struct env_file){ .count = 0 };
        return FAULT_NONE;
    }
    if (descriptor < 0)
        return fail(job, FAULT_INPUT, "%s cannot be read: check its permissions", path);

    char *text = arena_take(&job->arena, ENV_FILE_BYTES_MOST + 2);
    const ssize_t length = read_all(descriptor, text, ENV_FILE_BYTES_MOST + 1);
    (void)close(descriptor);
    if (length < 0)
        return fail(job, FAULT_INPUT, "%s cannot be read: is it a file?", path);
    if (length > ENV_FILE_BYTES_MOST || memchr(text, '\0', (size_t)length))
        return fail(job, FAULT_INPUT, "%s must be text of at most %d bytes", path,
                    ENV_FILE_BYTES_MOST);
    return env_file_parse(job, text, file);
}

const char *env_file_value(const struct env_file *file, const char *name)
{
    for (int i = file->count - 1; i >= 0; i--)
        if (strcmp(file->names[i].name, name) == 0)
            return file->names[i].value;
    return NULL;
}
