/* The report of a plan without reports: what one looks like, with made-up people. */
#include <string.h>

#include "app/reports/report.h"
#include "base/csv.h"
#include "base/job.h"
#include "domain/talk/message.h"

/* The columns are those of csv.c. */
static const char lines[] =
    "employee,employee_id,date,weekday,in,out,break,worked,worked_decimal,estimated,time_zone,"
    "ledger_head\r\n"
    "SAMPLE Ada,1,2025-11-03,Monday,09:00,17:30,0:30:00,8:00:00,8.00,no,Europe/Berlin,sample\r\n"
    "SAMPLE Ada,1,total,,,,0:30:00,8:00:00,8.00,,Europe/Berlin,sample\r\n"
    "SAMPLE Ben,2,2025-11-03,Monday,22:00,24:00,0:00:00,2:00:00,2.00,no,Europe/Berlin,sample\r\n"
    "SAMPLE Ben,2,2025-11-04,Tuesday,00:00,04:15,0:15:00,4:00:00,4.00,no,Europe/Berlin,sample\r\n"
    "SAMPLE Ben,2,total,,,,0:15:00,6:00:00,6.00,,Europe/Berlin,sample\r\n"
    "everyone,,total,,,,0:45:00,14:00:00,14.00,,Europe/Berlin,sample\r\n";

const struct file *report_sample(struct job *job)
{
    struct file *file = arena_take(&job->arena, sizeof(*file));

    *file = (struct file){
        .name = "sample.csv",
        .type = "text/csv; charset=utf-8",
        .content = bytes_of(arena_print(&job->arena, "%s%s", csv_mark, lines)),
    };
    return file;
}
