#include "base/utf8.h"

/* First bytes: how many follow, which bits are the character's, and the least character
 * that needs this form; lesser ones in it are overlong. */
static const struct form {
    unsigned char mask, mark;
    unsigned char length;
    uint32_t least;
} forms[] = {
    { 0x80, 0x00, 1, 0 },
    { 0xE0, 0xC0, 2, 0x80 },
    { 0xF0, 0xE0, 3, 0x800 },
    { 0xF8, 0xF0, 4, 0x10000 },
};

static const struct form *form_of(unsigned char first)
{
    for (size_t i = 0; i < LENGTH(forms); i++)
        if ((first & forms[i].mask) == forms[i].mark)
            return &forms[i];
    return NULL;
}

size_t utf8_read(struct bytes bytes, uint32_t *point)
{
    const struct form *form = bytes.length > 0 ? form_of(bytes.at[0]) : NULL;
    uint32_t value;

    if (!form || form->length > bytes.length)
        return 0;
    value = bytes.at[0] & (unsigned char)~form->mask;
    for (size_t i = 1; i < form->length; i++) {
        if ((bytes.at[i] & 0xC0) != 0x80)
            return 0;
        value = value << 6 | (bytes.at[i] & 0x3F);
    }
    if (value < form->least || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return 0;
    *point = value;
    return form->length;
}

/* Drops the first character, or the first byte where there is none; gives its point. */
static uint32_t step(struct bytes *rest)
{
    uint32_t point = 0xFFFD;
    size_t length = utf8_read(*rest, &point);

    if (length == 0)
        length = 1;
    rest->at += length;
    rest->length -= length;
    return point;
}

bool utf8_valid(struct bytes bytes)
{
    uint32_t point;

    while (bytes.length > 0) {
        const size_t length = utf8_read(bytes, &point);
        if (length == 0)
            return false;
        bytes.at += length;
        bytes.length -= length;
    }
    return true;
}

size_t utf8_length(const char *text)
{
    struct bytes rest = bytes_of(text);
    size_t count = 0;

    for (; rest.length > 0; count++)
        (void)step(&rest);
    return count;
}

size_t utf16_length(const char *text)
{
    struct bytes rest = bytes_of(text);
    size_t count = 0;

    while (rest.length > 0)
        count += step(&rest) > 0xFFFF ? 2 : 1;
    return count;
}

size_t utf8_clip(const char *text, size_t characters)
{
    const struct bytes all = bytes_of(text);
    struct bytes rest = all;

    while (rest.length > 0 && characters-- > 0)
        (void)step(&rest);
    return all.length - rest.length;
}
