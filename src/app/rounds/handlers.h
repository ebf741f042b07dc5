/* handlers — the declarations of every round the table names: a row without its function does
 * not link. */
#ifndef APP_ROUNDS_HANDLERS_H
#define APP_ROUNDS_HANDLERS_H

#include "app/rounds/rounds.h"

#define ROUND(name, words, who, every_s, most_s) round_run name##_round;
#include "app/rounds/table.def"

#endif
