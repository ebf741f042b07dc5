#include "domain/team/device.h"

enum device_view device_view(unsigned devices)
{
    if (devices & (DEVICE_DESKTOP | DEVICE_WEB))
        return DEVICE_VIEW_COMPUTER;
    return devices & DEVICE_MOBILE ? DEVICE_VIEW_PHONE_ONLY : DEVICE_VIEW_UNKNOWN;
}

bool device_matters(enum mobile_rule rule, enum punch_kind kind)
{
    return rule != MOBILE_ALLOWED && (kind == PUNCH_IN || kind == PUNCH_OUT);
}

enum refusal device_judge(enum mobile_rule rule, enum punch_kind kind, enum device_view view)
{
    if (!device_matters(rule, kind))
        return REFUSAL_NONE;
    if (view == DEVICE_VIEW_PHONE_ONLY)
        return REFUSAL_PHONE;
    return view == DEVICE_VIEW_UNKNOWN && rule == MOBILE_STRICT ? REFUSAL_DEVICE_UNKNOWN
                                                                : REFUSAL_NONE;
}
