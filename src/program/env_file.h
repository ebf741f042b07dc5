/* env_file — the file .env: lines of NAME=value.
 *
 * Blank lines and lines that begin with # are passed over; "export " before a name is fine;
 * a value may stand in '…' (taken as it is) or "…" (\n, \", \\ and \$ mean what they mean in
 * a shell, nothing is substituted).  At most 64 KiB, 200 names. */
#ifndef PROGRAM_ENV_FILE_H
#define PROGRAM_ENV_FILE_H

#include "base/fault.h"
#include "base/mark.h"

struct job;

enum { ENV_FILE_BYTES_MOST = 64 * 1024, ENV_FILE_NAMES_MOST = 200 };

struct env_file {
    struct {
        const char *name, *value; /* in the job's arena */
    } names[ENV_FILE_NAMES_MOST];
    int count;
};

/* FAULT_INPUT names the line; what stands there is not repeated. */
enum fault env_file_parse(struct job *job, const char *text, struct env_file *file) MUST_USE;
/* A file that does not exist gives an empty one. */
enum fault env_file_read(struct job *job, const char *path, struct env_file *file) MUST_USE;

/* NULL when it is not there; of two the later counts. */
const char *env_file_value(const struct env_file *file, const char *name);

#endif
