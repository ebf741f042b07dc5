#include "wire/discord/multipart.h"

#include <string.h>

#include "base/job.h"
#include "base/random.h"
#include "domain/talk/message.h"
#include "wire/hex.h"

/* 128 random bits: once in the age of the world would two of them be needed.  We look all
 * the same, for a part that held the boundary would end there. */
enum { BOUNDARY_RANDOM = 16, BOUNDARY_BYTES = 2 * BOUNDARY_RANDOM + 1 };

static bool holds(struct bytes part, const char *boundary)
{
    return memmem(part.at ? (const void *)part.at : "", part.length, boundary, strlen(boundary));
}

static bool is_in_a_part(struct bytes json, const struct file *files, size_t count,
                         const char *boundary)
{
    for (size_t i = 0; i < count; i++)
        if (holds(files[i].content, boundary))
            return true;
    return holds(json, boundary);
}

static void draw_boundary(struct bytes json, const struct file *files, size_t count,
                          char boundary[static BOUNDARY_BYTES])
{
    unsigned char random[BOUNDARY_RANDOM];

    do {
        random_bytes(random, sizeof(random));
        hex_write((struct bytes){ random, sizeof(random) }, boundary);
    } while (is_in_a_part(json, files, count, boundary));
}

static const char *json_header(struct arena *arena, const char *boundary)
{
    return arena_print(arena,
                       "--%s\r\n"
                       "Content-Disposition: form-data; name=\"payload_json\"\r\n"
                       "Content-Type: application/json\r\n\r\n",
                       boundary);
}

static const char *file_header(struct arena *arena, const char *boundary, const struct file *file,
                               size_t n)
{
    return arena_print(arena,
                       "\r\n--%s\r\n"
                       "Content-Disposition: form-data; name=\"files[%zu]\"; filename=\"%s\"\r\n"
                       "Content-Type: %s\r\n\r\n",
                       boundary, n, file->name, file->type);
}

/* All in the order in which it is sent, copied together once the length is known. */
static struct bytes join(struct arena *arena, const struct bytes *pieces, size_t count)
{
    size_t length = 0;

    for (size_t i = 0; i < count; i++)
        length += pieces[i].length;

    unsigned char *whole = arena_take(arena, length);
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        if (pieces[i].length > 0)
            memcpy(whole + at, pieces[i].at, pieces[i].length);
        at += pieces[i].length;
    }
    return (struct bytes){ whole, length };
}

/* Checked before anything is added up or copied. */
static bool is_too_large(struct bytes json, const struct file *files, size_t count)
{
    enum { AROUND_A_PART = 512 };
    size_t room = MULTIPART_BYTES_MOST;

    if (json.length + AROUND_A_PART > room)
        return true;
    room -= json.length + AROUND_A_PART;
    for (size_t i = 0; i < count; i++) {
        const size_t around = AROUND_A_PART + strlen(files[i].name) + strlen(files[i].type);
        if (files[i].content.length > room || around > room - files[i].content.length)
            return true;
        room -= files[i].content.length + around;
    }
    return false;
}

enum fault multipart_write(struct job *job, struct bytes json, const struct file *files,
                           size_t count, struct multipart *multipart)
{
    struct arena *arena = &job->arena;
    char boundary[BOUNDARY_BYTES];

    if (is_too_large(json, files, count))
        return fail(job, FAULT_BUG, "discord: files of more than %d bytes", MULTIPART_BYTES_MOST);
    draw_boundary(json, files, count, boundary);

    struct bytes *pieces = arena_take_many(arena, 2 * count + 3, sizeof(pieces[0]));
    size_t used = 0;
    pieces[used++] = bytes_of(json_header(arena, boundary));
    pieces[used++] = json;
    for (size_t i = 0; i < count; i++) {
        pieces[used++] = bytes_of(file_header(arena, boundary, &files[i], i));
        pieces[used++] = files[i].content;
    }
    pieces[used++] = bytes_of(arena_print(arena, "\r\n--%s--\r\n", boundary));
    multipart->body = join(arena, pieces, used);
    multipart->type = arena_print(arena, "multipart/form-data; boundary=%s", boundary);
    return FAULT_NONE;
}
