#include "app/reports/report.h"

#include <string.h>

#define REPORT(function, name) report_format function##_report;
#include "app/reports/formats.def"

static const struct {
    const char *name;
    report_format *write;
} formats[] = {
#define REPORT(function, name) { name, function##_report },
#include "app/reports/formats.def"
};

report_format *report_format_find(const char *name)
{
    for (size_t i = 0; i < LENGTH(formats); i++)
        if (strcmp(formats[i].name, name) == 0)
            return formats[i].write;
    return NULL;
}
