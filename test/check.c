#include "check.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct check *checks;
static struct check **checks_end = &checks;
static size_t checks_count;

void check_enlist(struct check *check)
{
    *checks_end = check;
    checks_end = &check->next;
    checks_count++;
}

void check_equal(const char *file, int line, const char *what, int64_t got, int64_t wanted)
{
    if (got == wanted)
        return;
    print_error("%s is %" PRId64 ", not %" PRId64 "\n", what, got, wanted);
    _fail(file, line);
}

void check_same(const char *file, int line, const char *what, const char *got, const char *wanted)
{
    if (got && strcmp(got, wanted) == 0)
        return;
    print_error("%s is \"%s\", not \"%s\"\n", what, got ? got : "(null)", wanted);
    _fail(file, line);
}

void check_holds(const char *file, int line, const char *what, bool holds, const char *format, ...)
{
    char which[512];
    va_list values;

    if (holds)
        return;
    va_start(values, format);
    (void)vsnprintf(which, sizeof(which), format, values);
    va_end(values);
    print_error("%s does not hold: %s\n", what, which);
    _fail(file, line);
}

static void run_one(void **state)
{
    const struct check *check = *state;

    check->run();
}

int main(void)
{
    struct CMUnitTest *tests = calloc(checks_count, sizeof(tests[0]));
    size_t i = 0;

    if (!tests)
        abort();
    for (struct check *check = checks; check; check = check->next)
        tests[i++] = (struct CMUnitTest){ check->name, run_one, NULL, NULL, check };
    const int failures = _cmocka_run_group_tests("checks", tests, checks_count, NULL, NULL);
    free(tests);
    return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
