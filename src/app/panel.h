/* panel — the member's state in words, and the buttons that make sense in it. */
#ifndef APP_PANEL_H
#define APP_PANEL_H

struct call;
struct job;
struct message;
struct outcome;

/* Fills `message`: one embed and two rows of buttons.  A refusal stands above as text. */
void panel_fill(struct job *job, const struct call *call, const struct outcome *outcome,
                struct message *message);

#endif
