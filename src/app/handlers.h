/* handlers — the declarations of every handler the tables name, made from the tables: a row
 * without its function does not link. */
#ifndef APP_HANDLERS_H
#define APP_HANDLERS_H

#include "app/command.h"

#define COMMAND(name, path, right, way, description) handler name##_run;
#define OPTION(...)
#define CHOICE(...)
#define GROUP(...)
#include "app/commands/table.def"

/* The two tables may name the same handler; redundant declarations are what is wanted. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wredundant-decls"
#define COMPONENT(name, id, match, right, way) handler name##_run;
#include "app/components/components.def"
#pragma GCC diagnostic pop

#endif
