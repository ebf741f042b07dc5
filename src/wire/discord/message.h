/* message — what we say, as Discord wants to read it.
 *
 * Writes the values of domain/talk/message.h.  Every limit of Discord is checked here: a
 * message that breaks one is our mistake, so it is FAULT_BUG which says what and which
 * limit, and nothing is written.  Characters are code points, as Discord counts them
 * (https://github.com/discord/discord-api-docs/issues/1315).  Nobody is ever mentioned:
 * allowed_mentions is always there and empty.
 *
 * https://discord.com/developers/docs/resources/message#create-message
 * https://discord.com/developers/docs/components/reference */
#ifndef WIRE_DISCORD_MESSAGE_H
#define WIRE_DISCORD_MESSAGE_H

#include <stddef.h>

#include "base/bytes.h"
#include "base/fault.h"
#include "base/mark.h"
#include "domain/talk/message.h"

struct job;
struct json_writer;

enum message_use {
    MESSAGE_ANSWER, /* to an interaction, also a follow-up; may be ephemeral */
    MESSAGE_POST,   /* into a channel or a DM */
    MESSAGE_EDIT,   /* takes the place of all that was there; ephemeral stays what it was */
};

/* Discord's flag of what only one person sees. */
enum { MESSAGE_FLAG_EPHEMERAL = 1 << 6 };

/* Room for the JSON of the largest message. */
enum { MESSAGE_JSON_MOST = 512 * 1024 };

/* The limits of Discord that the shapes in domain/talk/message.h do not name. */
enum {
    MESSAGE_TEXT_MOST = 2000,
    MESSAGE_EMBEDS_MOST = 10,
    MESSAGE_ROWS_MOST = 5,
    MESSAGE_FILES_MOST = 10,
    MESSAGE_FILE_BYTES_MOST = 10 * 1024 * 1024, /* what every server allows */
    MESSAGE_FILE_NAME_MOST = 100,               /* ours; Discord takes more */
    EMBED_TITLE_MOST = 256,
    EMBED_TEXT_MOST = 4096,
    EMBED_FOOTER_MOST = 2048,
    EMBED_FIELDS_MOST = 25,
    EMBED_FIELD_NAME_MOST = 256,
    EMBED_FIELD_VALUE_MOST = 1024,
    EMBEDS_SUM_MOST = 6000, /* of all embeds together */
    ROW_BUTTONS_MOST = 5,
    BUTTON_LABEL_MOST = 80,
    BUTTON_ADDRESS_MOST = 512,
    CUSTOM_ID_MOST = 100,
    EMOJI_MOST = 32,
    SELECT_PLACEHOLDER_MOST = 150,
    SELECT_CHOICES_MOST = 25,
    CHOICE_MOST = 100, /* label, value, description */
    CHOICES_MOST = 25, /* of an autocomplete */
    MODAL_TITLE_MOST = 45,
    MODAL_ENTRIES_MOST = 5,
    ENTRY_LABEL_MOST = 45,
    ENTRY_DESCRIPTION_MOST = 100,
    ENTRY_PLACEHOLDER_MOST = 100,
    ENTRY_TEXT_MOST = 4000,
};

/* The JSON body for REST (of a message with files: its payload_json, see multipart.h). */
enum fault message_json(struct job *job, const struct message *message, enum message_use use,
                        struct bytes *json) MUST_USE;

/* The same of a MESSAGE_POST that may be sent twice: within some minutes Discord takes one nonce
 * once, and gives the message that is there already.  nonce: 1 … MESSAGE_NONCE_MOST bytes.
 * https://discord.com/developers/docs/resources/message#create-message (enforce_nonce) */
enum { MESSAGE_NONCE_MOST = 25 };
enum fault message_post_json(struct job *job, const struct message *message, const char *nonce,
                             struct bytes *json) MUST_USE;

/* As one value of a larger JSON; the writer is not to be used further after a fault.  A
 * select in a modal takes the entry's id and not its own. */
enum fault message_write(struct job *job, struct json_writer *json, const char *name,
                         const struct message *message, enum message_use use) MUST_USE;
enum fault modal_write(struct job *job, struct json_writer *json, const char *name,
                       const struct modal *modal) MUST_USE;
/* The list itself. */
enum fault choices_write(struct job *job, struct json_writer *json, const char *name,
                         const struct choice *choices, size_t count) MUST_USE;

#endif
