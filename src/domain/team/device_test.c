#include "domain/team/device.h"

#include "base/mark.h"

#include "check.h"

CHECK(a_computer_beside_the_phone_is_a_computer)
{
    EQUAL(device_view(0), DEVICE_VIEW_UNKNOWN);
    EQUAL(device_view(DEVICE_MOBILE), DEVICE_VIEW_PHONE_ONLY);
    EQUAL(device_view(DEVICE_DESKTOP), DEVICE_VIEW_COMPUTER);
    EQUAL(device_view(DEVICE_WEB), DEVICE_VIEW_COMPUTER);
    EQUAL(device_view(DEVICE_MOBILE | DEVICE_WEB), DEVICE_VIEW_COMPUTER);
}

CHECK(clocking_follows_the_table_and_breaks_are_free)
{
    static const enum refusal wanted[][3] = {
        [MOBILE_ALLOWED] = { REFUSAL_NONE, REFUSAL_NONE, REFUSAL_NONE },
        [MOBILE_REFUSED] = { REFUSAL_NONE, REFUSAL_PHONE, REFUSAL_NONE },
        [MOBILE_STRICT] = { REFUSAL_DEVICE_UNKNOWN, REFUSAL_PHONE, REFUSAL_NONE },
    };

    for (int rule = 0; rule < (int)LENGTH(wanted); rule++)
        for (int view = 0; view < 3; view++)
            for (int kind = PUNCH_IN; kind <= PUNCH_OUT; kind++) {
                const bool clocks = kind == PUNCH_IN || kind == PUNCH_OUT;
                HOLDS(device_judge((enum mobile_rule)rule, (enum punch_kind)kind,
                                   (enum device_view)view) ==
                          (clocks ? wanted[rule][view] : REFUSAL_NONE),
                      "rule %d, view %d, punch %d", rule, view, kind);
            }
}
