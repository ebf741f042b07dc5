#include "store/statements.h"

const struct statement statements[SQL_COUNT] = {
#define STATEMENT(name, engine, values, text) [SQL_##name] = { #name, text, values, engine },
#include "statements.inc"
#undef STATEMENT
};

#define STEP(version, name, engine, text) { version, name, engine, text },
const struct step steps[] = {
#include "steps.inc"
};
#undef STEP

const size_t steps_count = sizeof(steps) / sizeof(steps[0]);
