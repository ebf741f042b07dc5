#include "inbound/http/guard.h"

#include <string.h>
#include <strings.h>

#include "base/mark.h"

#define REFUSAL(name, status, why) static const struct guard_refusal name = { (status), (why) }
REFUSAL(ragged, 400, "a header line does not end as it must");
REFUSAL(bad_target, 400, "the address holds what no address may hold");
REFUSAL(long_target, 414, "the address is too long");
REFUSAL(many_fields, 431, "there are too many header fields");
REFUSAL(bad_name, 400, "the name of a header field holds what no name may hold");
REFUSAL(bad_value, 400, "the value of a header field holds what no value may hold");
REFUSAL(bad_host, 400, "there must be exactly one Host");
REFUSAL(bad_length, 400, "there must be at most one Content-Length, a number");
REFUSAL(bad_coding, 400, "there must be at most one Transfer-Encoding, \"chunked\"");
REFUSAL(two_framings, 400, "Content-Length and Transfer-Encoding exclude each other");
REFUSAL(bad_expect, 417, "nothing but 100-continue may be expected");
#undef REFUSAL

/* What was seen of the fields that may come only once. */
struct seen {
    unsigned hosts, lengths, codings;
};

static bool bytes_hold(const char *set, unsigned char byte)
{
    return byte != '\0' && strchr(set, byte) != NULL;
}

static bool is_alphanumeric(unsigned char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= 'a' && byte <= 'z');
}

static bool is_hex(unsigned char byte)
{
    return is_alphanumeric(byte) && (byte <= '9' || (byte | 0x20) <= 'f');
}

static bool target_is_fine(struct bytes target)
{
    if (target.length == 0 || target.at[0] != '/')
        return false;
    for (size_t i = 0; i < target.length; i++) {
        const unsigned char *at = target.at + i;
        if (*at <= ' ' || *at >= 0x7f || bytes_hold("\"#<>\\^`{|}", *at))
            return false;
        if (*at != '%')
            continue;
        if (target.length - i < 3 || !is_hex(at[1]) || !is_hex(at[2]))
            return false;
        if (at[1] == '0' && at[2] == '0')
            return false;
    }
    return true;
}

/* RFC 9110 §5.6.2: a token.  Nothing at or below a blank is one. */
static bool name_is_fine(struct bytes name)
{
    for (size_t i = 0; i < name.length; i++)
        if (!is_alphanumeric(name.at[i]) && !bytes_hold("!#$%&'*+-.^_`|~", name.at[i]))
            return false;
    return name.length > 0;
}

/* RFC 9110 §5.5: no control characters but the tab. */
static bool value_is_fine(struct bytes value)
{
    for (size_t i = 0; i < value.length; i++)
        if ((value.at[i] < ' ' && value.at[i] != '\t') || value.at[i] == 0x7f)
            return false;
    return true;
}

static bool host_is_fine(struct bytes host)
{
    for (size_t i = 0; i < host.length; i++)
        if (!is_alphanumeric(host.at[i]) && !bytes_hold("-._~:[]", host.at[i]))
            return false;
    return host.length > 0 && host.length <= 255 + sizeof(":65535");
}

/* Digits only: "+5", "5, 5" and "0x5" are read differently by different readers. */
static bool length_read(struct bytes value, uint64_t *length)
{
    uint64_t read = 0;

    if (value.length == 0 || value.length > 18)
        return false;
    for (size_t i = 0; i < value.length; i++) {
        if (value.at[i] < '0' || value.at[i] > '9')
            return false;
        read = read * 10 + (uint64_t)(value.at[i] - '0');
    }
    *length = read;
    return true;
}

static bool is_word(struct bytes bytes, const char *word)
{
    return bytes.length == strlen(word) &&
           strncasecmp((const char *)bytes.at, word, bytes.length) == 0;
}

/* The fields that say where the request ends. */
static const struct guard_refusal *look_at(const struct guard_field *field, bool version_1_1,
                                           struct seen *seen, struct guard_framing *framing)
{
    if (is_word(field->name, "Host"))
        return seen->hosts++ > 0 || !host_is_fine(field->value) ? &bad_host : NULL;
    if (is_word(field->name, "Content-Length"))
        return seen->lengths++ > 0 || !length_read(field->value, &framing->length) ? &bad_length
                                                                                   : NULL;
    if (is_word(field->name, "Transfer-Encoding")) {
        framing->chunked = true;
        return seen->codings++ > 0 || !version_1_1 || !is_word(field->value, "chunked")
                   ? &bad_coding
                   : NULL;
    }
    if (is_word(field->name, "Expect"))
        return is_word(field->value, "100-continue") ? NULL : &bad_expect;
    return NULL;
}

const struct guard_refusal *guard_request(const struct guard_request *request,
                                          struct guard_framing *framing)
{
    struct guard_framing found = { 0 };
    struct seen seen = { 0 };

    if (request->fields_count > GUARD_FIELDS_MOST)
        return &many_fields;
    if (request->ragged)
        return &ragged;
    if (request->target.length > GUARD_TARGET_MOST)
        return &long_target;
    if (!target_is_fine(request->target))
        return &bad_target;
    for (size_t i = 0; i < request->fields_count; i++) {
        const struct guard_field *field = &request->fields[i];
        if (!name_is_fine(field->name))
            return &bad_name;
        if (!value_is_fine(field->value))
            return &bad_value;
        const struct guard_refusal *refusal = look_at(field, request->version_1_1, &seen, &found);
        if (refusal)
            return refusal;
    }
    if (seen.hosts != 1)
        return &bad_host;
    if (seen.lengths && seen.codings)
        return &two_framings;
    *framing = found;
    return NULL;
}
