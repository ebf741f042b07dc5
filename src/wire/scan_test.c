#include "wire/scan.h"

#include "base/job.h"
#include "wire/json.h"

#include "check.h"

CHECK(the_asked_fields_are_views_of_the_input)
{
    struct scan_field fields[] = {
        { .name = "op" }, { .name = "t" }, { .name = "d" },   { .name = "d.id" },
        { .name = "s" },  { .name = "x" }, { .name = "d.x" },
    };
    const char *text = " { \"t\" : \"GO\", \"other\": [{\"op\":9}], \"op\":0 , "
                       "\"d\": {\"a\":{\"id\":5}, \"id\" : \"77\" } ,\"s\":null} ";
    static const char *const wanted[] = {
        "0", "\"GO\"", "{\"a\":{\"id\":5}, \"id\" : \"77\" }", "\"77\"", "null", "", "",
    };

    EQUAL(scan(bytes_of(text), 5, fields, LENGTH(fields)), true);
    for (size_t i = 0; i < LENGTH(fields); i++)
        HOLDS(bytes_equal(fields[i].value, bytes_of(wanted[i])), "%s is %.*s", fields[i].name,
              (int)fields[i].value.length, (const char *)fields[i].value.at);
}

CHECK(a_parent_that_is_no_object_has_nothing_below)
{
    static const char *const cases[] = { "{\"d\":5}", "{\"d\":[{\"id\":1}]}", "{\"d\":null}",
                                         "{}" };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct scan_field field = { .name = "d.id" };
        HOLDS(scan(bytes_of(cases[i]), 5, &field, 1) && field.value.length == 0, "%s", cases[i]);
    }
}

CHECK(escaped_names_are_the_same_names)
{
    struct scan_field fields[] = { { .name = "op" }, { .name = "d.id" } };
    int64_t op = 0, id = 0;

    EQUAL(scan(bytes_of("{\"\\u006Fp\":3,\"\\u0064\":{\"i\\u0064\":4}}"), 5, fields, 2), true);
    EQUAL(scan_whole(fields[0].value, &op) && op == 3, true);
    EQUAL(scan_whole(fields[1].value, &id) && id == 4, true);
}

CHECK(what_is_no_object_is_refused)
{
    static const char *const cases[] = {
        "",
        "[]",
        "1",
        "{",
        "{\"op\"",
        "{\"op\":",
        "{\"op\":1",
        "{\"op\":1,}",
        "{\"op\":1}x",
        "{\"op\":1}{}",
        "{\"op\":1,\"op\":2}",
        "{\"op\":1,\"o\\u0070\":2}",
        "{\"d\":{\"id\":1,\"id\":1}}",
        "{\"d\":{\"id\":1}",
        "{\"x\":\"\xff\"}",
        "{\"x\":\"\\u0000\"}",
        "{\"x\":\"\\udead\"}",
        "{\"x\":01}",
        "{\"x\":1e999}",
        "{\"x\":[[[]]]}",
        "{\"d\":{\"x\":{\"y\":[]}}}",
        "{\"d\":{\"x\":tru}}",
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct scan_field fields[] = { { .name = "op" }, { .name = "d.id" } };
        HOLDS(!scan(bytes_of(cases[i]), 3, fields, LENGTH(fields)), "%s", cases[i]);
    }
}

CHECK(values_are_told_apart_by_kind)
{
    AUTO(job_end) struct job job = { .name = "test" };
    struct scan_field fields[] = {
        { .name = "n" }, { .name = "s" }, { .name = "f" }, { .name = "z" }, { .name = "none" },
    };
    uint64_t snowflake = 0;
    int64_t whole = 0;
    double number = 0;
    bool flag = false;
    char copy[5];

    EQUAL(scan(bytes_of("{\"n\":1e2,\"s\":\"\\u0031234\",\"f\":true,\"z\":null}"), 1, fields, 5),
          true);
    EQUAL(scan_whole(fields[0].value, &whole) && whole == 100, true);
    EQUAL(scan_number(fields[0].value, &number) && number > 99 && number < 101, true);
    EQUAL(scan_snowflake(fields[1].value, &snowflake) && snowflake == 1234, true);
    EQUAL(scan_is(fields[1].value, "1234"), true);
    EQUAL(scan_is(fields[1].value, "123") || scan_is(fields[0].value, "1e2"), false);
    EQUAL(scan_flag(fields[2].value, &flag) && flag, true);
    EQUAL(scan_is_null(fields[3].value), true);
    SAME(scan_text(&job.arena, fields[1].value), "1234");
    EQUAL(scan_copy(fields[1].value, copy, sizeof(copy)), false); /* nine bytes in the input */

    for (size_t i = 0; i < LENGTH(fields); i++) {
        HOLDS(i == 0 || !scan_number(fields[i].value, &number), "%s", fields[i].name);
        HOLDS(i == 0 || !scan_whole(fields[i].value, &whole), "%s", fields[i].name);
        HOLDS(i == 1 || !scan_snowflake(fields[i].value, &snowflake), "%s", fields[i].name);
        HOLDS(i == 1 || !scan_text(&job.arena, fields[i].value), "%s", fields[i].name);
        HOLDS(i == 2 || !scan_flag(fields[i].value, &flag), "%s", fields[i].name);
        HOLDS(i == 3 || !scan_is_null(fields[i].value), "%s", fields[i].name);
    }
}

CHECK(a_text_is_decoded_as_the_tree_has_it)
{
    static const char *const cases[] = {
        "\"\"",
        "\"plain\"",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
        "\"\\u0001\\u07ff\\uffff\"",
        "\"\\ud83d\\ude00\xf0\x9f\x98\x80\\udbff\\udfff\"",
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        AUTO(job_end) struct job job = { .name = "test" };
        const struct json *root;
        EQUAL(json_read(&job, bytes_of(cases[i]), 1, &root), FAULT_NONE);
        SAME(scan_text(&job.arena, bytes_of(cases[i])), json_as_text(root));
    }
}
