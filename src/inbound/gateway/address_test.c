#include "inbound/gateway/address.h"

#include <string.h>

#include "check.h"

CHECK(gateway_addresses_are_read_as_they_are_meant)
{
    static const struct {
        const char *text, *url, *host, *path;
        bool secure;
    } cases[] = {
        { "wss://gateway.discord.gg", "https://gateway.discord.gg", "gateway.discord.gg", "/",
          true },
        { "wss://gateway-us-east1-b.discord.gg/", "https://gateway-us-east1-b.discord.gg",
          "gateway-us-east1-b.discord.gg", "/", true },
        { "ws://127.0.0.1:4567/gateway?v=9", "http://127.0.0.1:4567", "127.0.0.1:4567", "/gateway",
          false },
        { "WS://[::1]:80", "http://[::1]:80", "[::1]:80", "/", false },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct address address = { 0 };
        EQUAL(address_read(cases[i].text, &address), true);
        SAME(address.url, cases[i].url);
        SAME(address.host, cases[i].host);
        SAME(address.path, cases[i].path);
        EQUAL(address.secure, cases[i].secure);
    }
}

CHECK(what_is_no_gateway_address_is_refused)
{
    static const char *const cases[] = {
        "",
        "gateway.discord.gg",
        "https://gateway.discord.gg",
        "file:///etc/passwd",
        "wss://",
        "wss://user@discord.gg",
        "wss://user:sesame@discord.gg",
        "wss://discord.gg/a b",
        "wss://discord.gg/\r\nX: y",
        "wss://discord.gg:99999",
        "wss://disc\xc3\xb6rd.gg",
    };
    struct address address;
    char long_one[RESUME_URL_BYTES + 20] = "wss://x.example/";

    for (size_t i = 0; i < LENGTH(cases); i++)
        HOLDS(!address_read(cases[i], &address), "%s", cases[i]);
    memset(long_one + strlen(long_one), 'a', RESUME_URL_BYTES);
    EQUAL(address_read(long_one, &address), false);
}
