/* What admins do to set a server up: its settings, its roles, its panel. */
#include <string.h>

#include "app_bench.h"
#include "check.h"

CHECK(a_time_zone_is_offered_while_it_is_typed_and_set_when_it_is_one)
{
    AUTO(bench_close) struct bench bench;
    static const char command_path[] = "settings timezone";

    bench_open(&bench);
    expect(suggested(&bench, &olivia, command_path, "zone", ""), " America/New_York");
    SAME(suggested(&bench, &olivia, command_path, "zone", "NEW YORK"), " America/New_York");
    expect(suggested(&bench, &olivia, command_path, "zone", "vost"), "Asia/Vladivostok");
    SAME(suggested(&bench, &olivia, command_path, "zone", "no such place"), "");
    SAME(suggested(&bench, &emil, command_path, "zone", "berlin"), "");
    SAME(suggested(&bench, &olivia, "clock", "zone", "berlin"), "");
    expect(command_with(&bench, &olivia, command_path, text_option("zone", "Asia/Tokyo")),
           "Asia/Tokyo now, where it is 17:00");
    expect(command(&bench, &olivia, "clock", 0), "off the clock");
    expect(command_with(&bench, &olivia, command_path, text_option("zone", "Mars/*Base*")),
           "do not know the time zone Mars/\\*Base\\*");
    expect(command_with(&bench, &olivia, command_path, text_option("zone", "")), "`zone`");
    expect(command_with(&bench, &emil, command_path, text_option("zone", "Asia/Tokyo")), "admin");
    expect(command(&bench, &olivia, command_path, 0), "`zone`");
}
