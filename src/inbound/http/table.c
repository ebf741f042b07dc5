/* The rows of routes.def, apart from the code that searches them: they name every handler. */
#include "inbound/http/endpoints.h"
#include "inbound/http/routes.h"

#define ROUTE(listener, method, path, place, guard, body_most, answer_ms, handler) \
    ROUTE_##listener({ method, path, ROUTE_##place, guard, body_most, answer_ms, handler })
#define ONLY(...) __VA_ARGS__,
#define NOT(...)

#define ROUTE_PUBLIC   ONLY
#define ROUTE_INTERNAL NOT
const struct route routes_public[] = {
#include "inbound/http/routes.def"
};
const size_t routes_public_count = LENGTH(routes_public);
#undef ROUTE_PUBLIC
#undef ROUTE_INTERNAL

#define ROUTE_PUBLIC   NOT
#define ROUTE_INTERNAL ONLY
const struct route routes_internal[] = {
#include "inbound/http/routes.def"
};
const size_t routes_internal_count = LENGTH(routes_internal);
