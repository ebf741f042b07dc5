#include "app_bench.h"

#include <string.h>

#include "base/text.h"
#include "base/zone.h"
#include "outbound/discord/servers.h"
#include "store/migrations.h"
#include "store/store.h"

#include "check.h"

const int64_t monday_ms = INT64_C(1762156800000);

static const struct server_role company_roles[] = {
    { { GUILD }, "@everyone", 0, false, 0 },
    { { STAFF }, "Staff", 1, false, 0 },
    { { CHIEFS }, "Chiefs", 2, false, 0 },
    { { MANAGED }, "On the Clock", 3, true, 0 },
};
static const struct server company = {
    { GUILD }, "Company", { BOSS }, company_roles, LENGTH(company_roles), { 0 }
};
static const struct role_id staff_roles[] = { { STAFF } };
const struct person emil = {
    .guild = { GUILD }, .user = { EMIL }, .roles = staff_roles, .roles_count = 1
};
const struct person olivia = { .guild = { GUILD },
                               .user = { OLIVIA },
                               .permissions = PERMISSION_ADMINISTRATOR };
const struct person boss = { .guild = { GUILD }, .user = { BOSS } };
const struct person sam = { .guild = { GUILD }, .user = { SAM } };

void bench_close(struct bench *bench)
{
    servers_free(bench->app.servers);
    store_close(bench->app.store);
    job_end(&bench->job);
}

void bench_open(struct bench *bench)
{
    const struct store_plan plan = { .url = "sqlite::memory:" };
    struct migrations done;

    *bench = (struct bench){ .job = { .name = "test" } };
    EQUAL(store_open(&bench->job, &plan, &bench->app.store), FAULT_NONE);
    EQUAL(migrations_run(&bench->job, bench->app.store, 0, false, (struct instant){ monday_ms },
                         &done),
          FAULT_NONE);
    bench->app.zone = zone_find("Europe/Berlin");
    bench->app.servers = servers_new(&(struct servers_plan){ 0 });
    servers_put(bench->app.servers, &company);
}

static const char *next_key(struct bench *bench)
{
    return arena_print(&bench->job.arena, "test:%d", ++bench->requests);
}

static void add_embed(struct text *text, const struct embed *embed)
{
    text_addf(text, "[%s] %s", embed->title, embed->text);
    for (size_t i = 0; i < embed->fields_count; i++)
        text_addf(text, " | %s: %s", embed->fields[i].name, embed->fields[i].value);
}

static void add_row(struct text *text, const struct row *row)
{
    for (size_t i = 0; i < row->buttons_count; i++)
        text_addf(text, " (%s)", row->buttons[i].label);
    if (!row->select)
        return;
    text_addf(text, " {%s", row->select->placeholder);
    for (size_t i = 0; i < row->select->choices_count; i++)
        text_addf(text, ", %s", row->select->choices[i].label);
    text_add(text, "}");
}

static void add_modal(struct text *text, const struct modal *modal)
{
    text_addf(text, "<%s>", modal->title);
    for (size_t i = 0; i < modal->entries_count; i++)
        text_addf(text, " <%s>", modal->entries[i].label);
}

/* Everything a person would read, in one line. */
static const char *words_of(struct bench *bench, const struct reply *reply)
{
    const struct message *message = &reply->message;
    struct text text = text_in(&bench->job.arena, 10000);
    const char *words;

    text_add(&text, message->text ? message->text : "");
    for (size_t i = 0; i < message->embeds_count; i++)
        add_embed(&text, &message->embeds[i]);
    for (size_t i = 0; i < message->rows_count; i++)
        add_row(&text, &message->rows[i]);
    if (reply->kind == REPLY_MODAL)
        add_modal(&text, reply->modal);
    EQUAL(text_done(&text, &words), true);
    return words;
}

const char *carry(struct bench *bench, struct call *call)
{
    struct reply reply;

    if (!call->request_key)
        call->request_key = next_key(bench);
    call->received_at = (struct instant){ call->made_at.ms + 300 };
    dispatch(&bench->job, &bench->app, call, &reply);
    HOLDS(reply.message.ephemeral || reply.kind == REPLY_MODAL, "only the person sees it");
    return words_of(bench, &reply);
}

const char *command(struct bench *bench, const struct person *person, const char *path,
                    int64_t after_ms)
{
    struct call call = { .kind = CALL_COMMAND,
                         .what = path,
                         .person = *person,
                         .source = SOURCE_COMMAND,
                         .made_at = { monday_ms + after_ms } };

    return carry(bench, &call);
}

const char *press(struct bench *bench, const struct person *person, const char *id,
                  int64_t after_ms)
{
    struct call call = { .kind = CALL_COMPONENT,
                         .what = id,
                         .person = *person,
                         .source = SOURCE_BUTTON,
                         .on_private_message = true,
                         .made_at = { monday_ms + after_ms } };

    return carry(bench, &call);
}

const char *command_with(struct bench *bench, const struct person *person, const char *path,
                         struct given_option option)
{
    struct call call = { .kind = CALL_COMMAND,
                         .what = path,
                         .person = *person,
                         .options = &option,
                         .options_count = 1,
                         .source = SOURCE_COMMAND,
                         .made_at = { monday_ms } };

    return carry(bench, &call);
}

const char *choose(struct bench *bench, const struct person *person, const char *id,
                   const char *const *values, size_t count)
{
    struct call call = { .kind = CALL_COMPONENT,
                         .what = id,
                         .person = *person,
                         .values = values,
                         .values_count = count,
                         .source = SOURCE_BUTTON,
                         .on_private_message = true,
                         .made_at = { monday_ms } };

    return carry(bench, &call);
}

const char *submit(struct bench *bench, const struct person *person, const char *id,
                   const char *entry, const char *text)
{
    const struct given_entry entries[] = { { .id = entry, .text = text } };
    struct call call = { .kind = CALL_MODAL,
                         .what = id,
                         .person = *person,
                         .entries = entries,
                         .entries_count = LENGTH(entries),
                         .source = SOURCE_BUTTON,
                         .on_private_message = true,
                         .made_at = { monday_ms } };

    return carry(bench, &call);
}

const char *suggested(struct bench *bench, const struct person *person, const char *path,
                      const char *option, const char *typed)
{
    const struct given_option options[] = { text_option(option, typed) };
    struct call call = { .kind = CALL_COMPLETE,
                         .what = path,
                         .person = *person,
                         .options = options,
                         .options_count = LENGTH(options),
                         .focused = options,
                         .made_at = { monday_ms } };
    struct text text = text_in(&bench->job.arena, 10000);
    struct suggestions suggestions;
    const char *words;

    dispatch_complete(&bench->job, &bench->app, &call, &suggestions);
    for (size_t i = 0; i < suggestions.count; i++)
        text_addf(&text, " %s", suggestions.list[i].value);
    EQUAL(text_done(&text, &words), true);
    return words;
}

struct given_option text_option(const char *name, const char *text)
{
    return (struct given_option){ .name = name, .kind = OPTION_TEXT, .text = text };
}

struct given_option role_option(uint64_t role, bool managed)
{
    return (struct given_option){
        .name = "role", .kind = OPTION_ROLE, .snowflake = role, .managed = managed
    };
}

void make_staff_employees(struct bench *bench)
{
    HOLDS(strstr(command_with(bench, &olivia, "roles employee add", role_option(STAFF, false)),
                 "can clock in now"),
          "the role is added");
}

void expect(const char *words, const char *part)
{
    HOLDS(strstr(words, part) != NULL, "\"%s\" has no \"%s\"", words, part);
}

void expect_not(const char *words, const char *part)
{
    HOLDS(strstr(words, part) == NULL, "\"%s\" has \"%s\"", words, part);
}
