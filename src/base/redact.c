#include "base/redact.h"

#include <string.h>
#include <strings.h>

enum { TOKEN_FIRST = 18, TOKEN_SECOND = 5, TOKEN_THIRD = 25 };

/* What begins like this goes on as something to hide. */
static const struct beginning {
    const char *text;
    bool stays;   /* the beginning itself is printed */
    size_t least; /* bytes that must follow */
} beginnings[] = {
    { "sk_live_", false, 1 },
    { "sk_test_", false, 1 },
    { "rk_live_", false, 1 },
    { "rk_test_", false, 1 },
    { "whsec_", false, 1 },
    { "aW50ZXJhY3Rpb246", false, 1 }, /* "interaction:", how interaction tokens begin */
    { "Bearer ", true, 8 },
    { "Basic ", true, 8 },
    { "Bot ", true, 24 },
    { "password=", true, 1 },
    { "password\":\"", true, 1 },
    { "secret=", true, 1 },
    { "secret\":\"", true, 1 },
    { "token=", true, 1 },
    { "token\":\"", true, 1 },
    { "code=", true, 16 }, /* OAuth2's, not "code=404" */
};

static const char *const hidden_names[] = {
    "token", "key", "secret", "password", "cookie", "authorization", "mail", "email",
};

static bool is_alphanumeric(unsigned char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z');
}

static bool is_token(unsigned char byte) /* base64url */
{
    return is_alphanumeric(byte) || byte == '_' || byte == '-';
}

static bool is_mail(unsigned char byte)
{
    return is_token(byte) || byte == '.' || byte == '%' || byte == '+' || byte >= 0x80;
}

static bool is_value(unsigned char byte) /* neither blank nor what ends a value */
{
    return byte > ' ' && byte != '&' && byte != '"' && byte != ';' && byte != ',';
}

static bool is_url(unsigned char byte)
{
    return byte > ' ' && byte != '"' && byte != '<' && byte != '>';
}

static size_t run(struct bytes text, size_t from, bool (*belongs)(unsigned char))
{
    size_t at = from;

    while (at < text.length && belongs(text.at[at]))
        at++;
    return at - from;
}

/* Each of these gives the length to hide of what begins at `at`; 0: nothing. */

static size_t beginning_at(struct bytes text, size_t at, size_t *skip)
{
    for (size_t i = 0; i < LENGTH(beginnings); i++) {
        const struct beginning *beginning = &beginnings[i];
        const size_t length = strlen(beginning->text);
        /* The first letter in either case, before the whole is compared. */
        if (text.length - at <= length || (text.at[at] | 0x20) != (beginning->text[0] | 0x20) ||
            strncasecmp((const char *)text.at + at, beginning->text, length) != 0)
            continue;
        const size_t rest = run(text, at + length, is_value);
        if (rest < beginning->least)
            continue;
        *skip = beginning->stays ? length : 0;
        return beginning->stays ? rest : length + rest;
    }
    return 0;
}

/* https://user:password@host: up to the last @, for passwords are not always encoded. */
static size_t user_of_url_at(struct bytes text, size_t at, size_t *skip)
{
    size_t last = 0;

    if (text.length - at < 3 || memcmp(text.at + at, "://", 3) != 0)
        return 0;
    for (size_t i = at + 3; i < text.length && is_url(text.at[i]); i++)
        if (text.at[i] == '@')
            last = i;
    if (last <= at + 3)
        return 0;
    *skip = 3;
    return last - (at + 3);
}

/* Three words of base64 with dots between: id, time, signature. */
static size_t discord_token_at(struct bytes text, size_t at)
{
    static const size_t least[] = { TOKEN_FIRST, TOKEN_SECOND, TOKEN_THIRD };
    size_t end = at;

    if (at > 0 && is_token(text.at[at - 1]))
        return 0;
    for (size_t i = 0; i < LENGTH(least); i++) {
        const size_t length = run(text, end, is_token);
        if (length < least[i])
            return 0;
        end += length;
        if (i + 1 < LENGTH(least) && (end == text.length || text.at[end++] != '.'))
            return 0;
    }
    return end - at;
}

static size_t mail_at(struct bytes text, size_t at)
{
    size_t local, domain;

    if (at > 0 && is_mail(text.at[at - 1]))
        return 0;
    local = run(text, at, is_mail);
    if (local == 0 || at + local == text.length || text.at[at + local] != '@')
        return 0;
    domain = run(text, at + local + 1, is_mail);
    return domain > 0 ? local + 1 + domain : 0;
}

bool redact_next(struct bytes text, size_t from, struct redaction *found)
{
    for (size_t at = from; at < text.length; at++) {
        size_t skip = 0;
        size_t length = beginning_at(text, at, &skip);
        if (length == 0)
            length = user_of_url_at(text, at, &skip);
        if (length == 0)
            length = discord_token_at(text, at);
        if (length == 0)
            length = mail_at(text, at);
        if (length > 0) {
            *found = (struct redaction){ at + skip, length };
            return true;
        }
    }
    return false;
}

bool redact_name(const char *name)
{
    const char *last = strrchr(name, '_');

    for (size_t i = 0; i < LENGTH(hidden_names); i++)
        if (strcmp(name, hidden_names[i]) == 0 || (last && strcmp(last + 1, hidden_names[i]) == 0))
            return true;
    return false;
}
