#include "inbound/gateway/address.h"

#include <curl/curl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { PORT_BYTES = 8 };

static void end_url(CURLU **url)
{
    curl_url_cleanup(*url);
}

static void end_part(char **part)
{
    curl_free(*part);
}

/* One part into `out`; false when it does not fit.  A part that is missing is "". */
static bool read_part(CURLU *url, CURLUPart which, char *out, size_t size)
{
    AUTO(end_part) char *part = NULL;

    if (curl_url_get(url, which, &part, 0) != CURLUE_OK)
        part = NULL;
    const int length = snprintf(out, size, "%s", part ? part : "");
    return length >= 0 && (size_t)length < size;
}

static bool is_plain(const char *text)
{
    for (; *text; text++)
        if (*text <= ' ' || *text > '~')
            return false;
    return true;
}

static bool read_parts(CURLU *url, struct address *out)
{
    char scheme[PORT_BYTES], port[PORT_BYTES], user[2], name[RESUME_URL_BYTES];

    if (!read_part(url, CURLUPART_SCHEME, scheme, sizeof(scheme)) ||
        !read_part(url, CURLUPART_PORT, port, sizeof(port)) ||
        !read_part(url, CURLUPART_USER, user, sizeof(user)) ||
        !read_part(url, CURLUPART_HOST, name, sizeof(name)) ||
        !read_part(url, CURLUPART_PATH, out->path, sizeof(out->path)))
        return false;
    out->secure = strcasecmp(scheme, "wss") == 0;
    if ((!out->secure && strcasecmp(scheme, "ws") != 0) || user[0] || !name[0])
        return false;

    const char *colon = port[0] ? ":" : "";
    const int host = snprintf(out->host, sizeof(out->host), "%s%s%s", name, colon, port);
    const int whole = snprintf(out->url, sizeof(out->url), "%s://%s",
                               out->secure ? "https" : "http", out->host);
    return host > 0 && whole > 0 && (size_t)whole < sizeof(out->url);
}

bool address_read(const char *text, struct address *address)
{
    AUTO(end_url) CURLU *url = curl_url();
    struct address read = { 0 };

    if (!url || strlen(text) >= RESUME_URL_BYTES || !is_plain(text) ||
        curl_url_set(url, CURLUPART_URL, text, CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK ||
        !read_parts(url, &read))
        return false;
    *address = read;
    return true;
}
