/* app_bench — a company of one store, for the tests of the app room: people who type commands
 * and press buttons, and what they read. */
#ifndef TEST_APP_BENCH_H
#define TEST_APP_BENCH_H

#include <stddef.h>
#include <stdint.h>

#include "app/app.h"
#include "app/call.h"
#include "app/dispatch.h"
#include "app/reply.h"
#include "base/job.h"

enum { GUILD = 1000, STAFF = 2000, CHIEFS = 2500, MANAGED = 3000 };
enum { EMIL = 1, OLIVIA = 2, SAM = 3, BOSS = 4 };
enum { MINUTE_MS = 60 * 1000, HOUR_MS = 60 * MINUTE_MS };

/* Monday 3 November 2025, 09:00 in Berlin. */
extern const int64_t monday_ms;

/* Emil has the role STAFF, Olivia is administrator, Sam is nobody; the server is the boss's. */
extern const struct person emil, olivia, sam, boss;

/* Every check has its own. */
struct bench {
    struct job job;
    struct app app;
    int requests;
};

void bench_open(struct bench *bench);
void bench_close(struct bench *bench);

/* Each gives everything that person would read, in one line, and holds that nobody else would.
 * The call's request key is a new one unless it has one. */
const char *carry(struct bench *bench, struct call *call);
const char *command(struct bench *bench, const struct person *person, const char *path,
                    int64_t after_ms);
const char *press(struct bench *bench, const struct person *person, const char *id,
                  int64_t after_ms);
const char *command_with(struct bench *bench, const struct person *person, const char *path,
                         struct given_option option);
/* In a select, on a message of their own. */
const char *choose(struct bench *bench, const struct person *person, const char *id,
                   const char *const *values, size_t count);
/* A form, sent with one text. */
const char *submit(struct bench *bench, const struct person *person, const char *id,
                   const char *entry, const char *text);
/* The values that are offered while this is typed, each after a blank. */
const char *suggested(struct bench *bench, const struct person *person, const char *path,
                      const char *option, const char *typed);

struct given_option role_option(uint64_t role, bool managed);
struct given_option text_option(const char *name, const char *text);
void make_staff_employees(struct bench *bench);

/* Holds that the words have that part; that they have not. */
void expect(const char *words, const char *part);
void expect_not(const char *words, const char *part);

#endif
