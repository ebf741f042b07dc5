/* csv — a table as text that spreadsheets read (RFC 4180): fields parted by commas, lines
 * ended by CR LF, a field in quotes where it must be.
 *
 * A field that a spreadsheet would take for a formula gets an apostrophe in front: one that
 * begins with = + - @, a tab or a carriage return, also behind blanks, and the full-width
 * forms of the four signs.  Who opens a report runs nothing that a member typed as a name.
 * (https://owasp.org/www-community/attacks/CSV_Injection) */
#ifndef BASE_CSV_H
#define BASE_CSV_H

struct text;

/* U+FEFF, once, before everything: Excel takes a file without it for the system's code page. */
extern const char csv_mark[];

/* The fields of one line, NULL at the end. */
void csv_line(struct text *text, const char *const *fields);

#endif
