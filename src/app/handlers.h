/* handlers — the declarations of every handler the tables name, made from the tables: a row
 * without its function does not link. */
#ifndef APP_HANDLERS_H
#define APP_HANDLERS_H

#include "app/command.h"

/* Rows may share a handler; redundant declarations are what is wanted. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wredundant-decls"
#define COMMAND(name, path, right, way, description)   handler name##_run;
#define USER_MENU(name, path, right, way, description) handler name##_run;
#define COMPLETE(command, option, name)                completer name##_complete;
#include "app/commands/table.def"
#define COMPONENT(name, id, match, right, way) handler name##_run;
#include "app/components/components.def"
#pragma GCC diagnostic pop

#endif
