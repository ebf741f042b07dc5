#include "inbound/gateway/uplink.h"

#include "inbound/gateway/address.h"

#include "check.h"

CHECK(one_that_could_not_be_reached_has_news_at_once)
{
    CURLM *multi = curl_multi_init();
    struct bytes message = BYTES_NONE;
    struct curl_waitfd wait;
    struct address address;
    int64_t number;

    EQUAL(address_read("wss://localhost:1", &address), true);
    struct uplink *uplink = uplink_open(multi, &address);
    EQUAL(uplink_has_more(uplink), false);
    uplink_dialed(uplink, CURLE_PEER_FAILED_VERIFICATION);
    EQUAL(uplink_has_more(uplink), true);
    EQUAL(uplink_poll(uplink, &wait), false);
    EQUAL(uplink_next(uplink, &message, &number), UPLINK_LOST);
    EQUAL(number, 0);
    SAME(uplink_why(uplink), "SSL peer certificate or SSH remote key was not OK");
    EQUAL(uplink_say(uplink, bytes_of("{}")), false);
    uplink_free(uplink);
    curl_multi_cleanup(multi);
}
