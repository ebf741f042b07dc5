/* check — a cmocka test by its sentence:
 *
 *     CHECK(a_second_clock_in_is_refused) { EQUAL(punch(...), REFUSED_ALREADY_IN); }
 *
 * Every CHECK of a test program enlists itself and is run, in the order written, by the
 * main() of check.c as one cmocka group; the first thing that does not hold ends a check.
 * cmocka itself stays in check.c: its macros would shadow our fail(). */
#ifndef TEST_CHECK_H
#define TEST_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct check {
    const char *name;
    void (*run)(void);
    struct check *next;
};

void check_enlist(struct check *check);

#define CHECK(title)                                              \
    static void title(void);                                      \
    static struct check check_##title = { #title, title, NULL };  \
    __attribute__((constructor)) static void enlist_##title(void) \
    {                                                             \
        check_enlist(&check_##title);                             \
    }                                                             \
    static void title(void)

#define EQUAL(got, wanted) check_equal(__FILE__, __LINE__, #got, (int64_t)(got), (int64_t)(wanted))
#define SAME(got, wanted)  check_same(__FILE__, __LINE__, #got, (got), (wanted))
/* For cases in a table: says which one it was. */
#define HOLDS(condition, ...) check_holds(__FILE__, __LINE__, #condition, (condition), __VA_ARGS__)

void check_equal(const char *file, int line, const char *what, int64_t got, int64_t wanted);
void check_same(const char *file, int line, const char *what, const char *got, const char *wanted);
void check_holds(const char *file, int line, const char *what, bool holds, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

#endif
