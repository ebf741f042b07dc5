#include "app/reports/spool.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <minizip/zip.h>
#include <zlib.h>

#include "base/job.h"

enum {
    COPY_BYTES = 64 * 1024,
    UTF8_NAME = 1 << 11,        /* general purpose bit 11 of the ZIP format */
    MADE_BY_UNIX = 3 << 8 | 30, /* format version 3.0 */
    MEMORY_LEVEL = 8,           /* zlib's default */
};

/* 1 January 1980, the first day a ZIP can name: the same report gives the same bytes. */
static const zip_fileinfo entry_info = { .dosDate = 1 << 21 | 1 << 16 };

static enum fault disk_fault(struct job *job)
{
    return fail(job, FAULT_BUSY,
                "a report's temporary file could not be written: is the disk full?");
}

enum fault spool_add(struct job *job, struct spool *spool, const char *bytes, size_t length)
{
    if (!spool->entry) {
        spool->entry = tmpfile();
        spool->entry_bytes = 0;
    }
    if (!spool->entry || fwrite(bytes, 1, length, spool->entry) != length)
        return disk_fault(job);
    spool->entry_bytes += length;
    return FAULT_NONE;
}

/* ---- minizip on a temporary file that has no name; `opaque` is its FILE ---- */

static void *volume_open(void *opaque, const char *name, int mode)
{
    (void)name;
    (void)mode;
    return opaque;
}

static uLong volume_read(void *opaque, void *stream, void *bytes, uLong length)
{
    (void)opaque;
    return fread(bytes, 1, length, stream);
}

static uLong volume_write(void *opaque, void *stream, const void *bytes, uLong length)
{
    (void)opaque;
    return fwrite(bytes, 1, length, stream);
}

static long volume_tell(void *opaque, void *stream)
{
    (void)opaque;
    return ftell(stream);
}

static long volume_seek(void *opaque, void *stream, uLong offset, int origin)
{
    static const int whence[] = {
        [ZLIB_FILEFUNC_SEEK_SET] = SEEK_SET,
        [ZLIB_FILEFUNC_SEEK_CUR] = SEEK_CUR,
        [ZLIB_FILEFUNC_SEEK_END] = SEEK_END,
    };

    (void)opaque;
    return fseek(stream, (long)offset, whence[origin]);
}

/* The file is the spool's to close. */
static int volume_close(void *opaque, void *stream)
{
    (void)opaque;
    return fflush(stream);
}

static int volume_error(void *opaque, void *stream)
{
    (void)opaque;
    return ferror(stream);
}

static enum fault open_volume(struct job *job, struct spool *spool)
{
    spool->volume_file = tmpfile();
    spool->volume_bytes = 0;
    if (!spool->volume_file)
        return disk_fault(job);

    zlib_filefunc_def functions = {
        .zopen_file = volume_open,
        .zread_file = volume_read,
        .zwrite_file = volume_write,
        .ztell_file = volume_tell,
        .zseek_file = volume_seek,
        .zclose_file = volume_close,
        .zerror_file = volume_error,
        .opaque = spool->volume_file,
    };
    spool->volume = zipOpen2("volume", APPEND_STATUS_CREATE, NULL, &functions);
    return spool->volume ? FAULT_NONE : disk_fault(job);
}

static void add_part(struct spool *spool, FILE *file, const char *name, const char *type)
{
    struct spool_part *part = &spool->parts[spool->parts_count++];

    part->file = file;
    part->type = type;
    (void)snprintf(part->name, sizeof(part->name), "%s", name);
}

static enum fault seal_volume(struct job *job, struct spool *spool)
{
    if (!spool->volume)
        return FAULT_NONE;
    const bool closed = zipClose(spool->volume, NULL) == ZIP_OK;
    spool->volume = NULL;
    if (!closed)
        return disk_fault(job);
    if (spool->parts_count == SPOOL_PARTS_MOST) {
        spool->too_large = true;
        return FAULT_NONE;
    }
    add_part(spool, spool->volume_file,
             arena_print(&job->arena, "%.80s_%zu.zip", spool->name, spool->parts_count + 1),
             "application/zip");
    spool->volume_file = NULL;
    return FAULT_NONE;
}

static bool write_header(struct spool *spool, const char *name)
{
    return zipOpenNewFileInZip4(spool->volume, name, &entry_info, NULL, 0, NULL, 0, NULL,
                                Z_DEFLATED, Z_DEFAULT_COMPRESSION, 0, -MAX_WBITS, MEMORY_LEVEL,
                                Z_DEFAULT_STRATEGY, NULL, 0, MADE_BY_UNIX, UTF8_NAME) == ZIP_OK;
}

static bool copy_entry(struct spool *spool)
{
    char bytes[COPY_BYTES];
    size_t length;

    rewind(spool->entry);
    while ((length = fread(bytes, 1, sizeof(bytes), spool->entry)) > 0)
        if (zipWriteInFileInZip(spool->volume, bytes, (unsigned)length) != ZIP_OK)
            return false;
    return !ferror(spool->entry) && zipCloseFileInZip(spool->volume) == ZIP_OK;
}

enum fault spool_enter(struct job *job, struct spool *spool, const char *name)
{
    enum fault fault = FAULT_NONE;

    if (!spool->entry)
        return FAULT_NONE;
    if (spool->volume && spool->volume_bytes + spool->entry_bytes > SPOOL_VOLUME_BYTES_MOST)
        fault = seal_volume(job, spool);
    if (!fault && !spool->volume && !spool->too_large)
        fault = open_volume(job, spool);
    if (fault || spool->too_large)
        return fault;
    if (!write_header(spool, name) || !copy_entry(spool))
        return disk_fault(job);
    spool->volume_bytes += spool->entry_bytes;
    (void)fclose(spool->entry);
    spool->entry = NULL;
    return FAULT_NONE;
}

/* ---- the parts as files of a message ---- */

/* What the arena's duty needs to give a mapping back. */
struct mapping {
    void *at;
    size_t length;
};

static void unmap(void *subject)
{
    const struct mapping *mapping = subject;

    (void)munmap(mapping->at, mapping->length);
}

static enum fault map_part(struct job *job, const struct spool_part *part, struct file *file)
{
    struct mapping *mapping = arena_take(&job->arena, sizeof(*mapping));

    if (fflush(part->file) != 0 || fseek(part->file, 0, SEEK_END) != 0)
        return disk_fault(job);
    const long length = ftell(part->file);
    if (length <= 0)
        return disk_fault(job);
    mapping->length = (size_t)length;
    mapping->at = mmap(NULL, mapping->length, PROT_READ, MAP_PRIVATE, fileno(part->file), 0);
    if (mapping->at == MAP_FAILED)
        return disk_fault(job);
    arena_defer(&job->arena, unmap, mapping);
    *file = (struct file){
        .name = arena_copy(&job->arena, part->name),
        .type = part->type,
        .content = { mapping->at, mapping->length },
    };
    return FAULT_NONE;
}

static enum fault map_parts(struct job *job, struct spool *spool, struct file *files)
{
    size_t all = 0;

    for (size_t i = 0; i < spool->parts_count && !spool->too_large; i++) {
        const enum fault fault = map_part(job, &spool->parts[i], &files[i]);
        if (fault)
            return fault;
        all += files[i].content.length;
        spool->too_large = files[i].content.length > SPOOL_PART_BYTES_MOST ||
                           all > SPOOL_ALL_BYTES_MOST;
    }
    return FAULT_NONE;
}

enum fault spool_finish(struct job *job, struct spool *spool, const char *entry_name,
                        const struct file **files, size_t *count)
{
    struct file *list = arena_take_many(&job->arena, SPOOL_PARTS_MOST, sizeof(*list));
    enum fault fault = FAULT_NONE;

    if (spool->entry && !spool->volume && spool->parts_count == 0 &&
        spool->entry_bytes <= SPOOL_PART_BYTES_MOST) {
        add_part(spool, spool->entry, entry_name, spool->type);
        spool->entry = NULL;
    }
    fault = spool_enter(job, spool, entry_name);
    if (!fault)
        fault = seal_volume(job, spool);
    if (!fault)
        fault = map_parts(job, spool, list);
    if (fault)
        return fault;
    *files = list;
    *count = spool->too_large ? 0 : spool->parts_count;
    return FAULT_NONE;
}

void spool_end(struct spool *spool)
{
    if (spool->volume)
        (void)zipClose(spool->volume, NULL);
    if (spool->volume_file)
        (void)fclose(spool->volume_file);
    if (spool->entry)
        (void)fclose(spool->entry);
    for (size_t i = 0; i < spool->parts_count; i++)
        (void)fclose(spool->parts[i].file);
    *spool = (struct spool){ 0 };
}
