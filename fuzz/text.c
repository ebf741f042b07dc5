/* What people typed: characters counted, cut, written into markdown, secrets looked for. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/redact.h"
#include "base/text.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void redact(struct bytes bytes)
{
    struct redaction found;
    size_t at = 0;

    while (redact_next(bytes, at, &found)) {
        assert(found.begin >= at && found.length > 0);
        assert(found.length <= bytes.length - found.begin);
        at = found.begin + found.length;
    }
}

static void count(const char *text)
{
    const size_t characters = utf8_length(text);

    assert(characters <= strlen(text) && utf16_length(text) >= characters);
    assert(utf8_clip(text, characters) == strlen(text));
    assert(characters == 0 || utf8_clip(text, characters - 1) < strlen(text));
}

static void write_down(struct arena *arena, const char *typed)
{
    struct text text = text_in(arena, 10 * strlen(typed));
    const char *written;

    text_add_markdown(&text, typed);
    assert(text_done(&text, &written));
    assert(utf8_valid(bytes_of(written)));
    assert(!strpbrk(written, "\n\r\t"));
    assert(!strstr(written, "@everyone") && !strstr(written, "<@"));
    assert(utf8_length(text_clip(arena, written, 20)) <= 20);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO(arena_empty) struct arena arena = { 0 };
    char *text = arena_take(&arena, size + 1);

    if (size > 0)
        memcpy(text, data, size);
    redact((struct bytes){ data, size });
    count(text);
    write_down(&arena, text);
    return 0;
}
