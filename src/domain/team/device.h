/* device — may somebody clock in or out from where they are online?
 *
 *   | rule    | phone only | computer as well | Discord does not tell |
 *   | allowed | yes        | yes              | yes                   |
 *   | refused | no         | yes              | yes, marked so        |
 *   | strict  | no         | yes              | no                    |
 *
 * Breaks are never restricted. */
#ifndef DOMAIN_TEAM_DEVICE_H
#define DOMAIN_TEAM_DEVICE_H

#include <stdbool.h>

#include "domain/time/punch.h"

/* Numbers as stored. */
enum mobile_rule { MOBILE_ALLOWED = 0, MOBILE_REFUSED = 1, MOBILE_STRICT = 2 };

/* Where somebody is online, as Discord's client_status has it; none: not at all, or hidden. */
enum device { DEVICE_DESKTOP = 1, DEVICE_WEB = 2, DEVICE_MOBILE = 4 };

enum device_view { DEVICE_VIEW_UNKNOWN, DEVICE_VIEW_PHONE_ONLY, DEVICE_VIEW_COMPUTER };

/* Of a sum of enum device. */
enum device_view device_view(unsigned devices);

/* Does the rule look at the device for that punch? */
bool device_matters(enum mobile_rule rule, enum punch_kind kind);
/* REFUSAL_NONE, REFUSAL_PHONE or REFUSAL_DEVICE_UNKNOWN. */
enum refusal device_judge(enum mobile_rule rule, enum punch_kind kind, enum device_view view);

#endif
