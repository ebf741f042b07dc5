/* multipart — a message's JSON together with its files, as multipart/form-data (RFC 7578;
 * https://discord.com/developers/docs/reference#uploading-files). */
#ifndef WIRE_DISCORD_MULTIPART_H
#define WIRE_DISCORD_MULTIPART_H

#include <stddef.h>

#include "base/bytes.h"
#include "base/fault.h"
#include "base/mark.h"

struct file;
struct job;

enum { MULTIPART_BYTES_MOST = 25 * 1024 * 1024 };

struct multipart {
    struct bytes body;
    const char *type; /* Content-Type, with the boundary */
};

/* `json` becomes payload_json, the files become files[0], files[1] …; names and types were
 * checked by the writer of the JSON.  The boundary is random and in none of the parts.
 * FAULT_BUG when the body would be over MULTIPART_BYTES_MOST.  In the job's arena. */
enum fault multipart_write(struct job *job, struct bytes json, const struct file *files,
                           size_t count, struct multipart *multipart) MUST_USE;

#endif
