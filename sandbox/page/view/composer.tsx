// Where a person writes. A text that begins with "/" opens the list of commands; a picked command
// turns the composer into a form with one field per option.
//
//   text ──"/…" and Enter or Tab, or a whole name and a space──> command ──sent──> text
//     └─<──Escape, Backspace in the first empty field──────────────┘

import type { JSX } from 'preact';
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { filterLines, flatten, typedLine, type Line } from '../command/list.ts';
import { readTyped, type Entries } from '../command/options.ts';
import { CommandForm } from './command_form.tsx';
import { useHere } from './context.ts';
import { Icon } from './icons.tsx';
import { movement } from './select_panel.tsx';
import { Suggestions } from './suggestions.tsx';

const MAX_TEXT = 2000;

export interface WantedCommand {
  name: string;
  /** Grows with each wish, so that the same command can be wished for twice. */
  wish: number;
}

interface Started {
  line: Line;
  entries: Entries;
}

export function Composer({ wanted }: { wanted: WantedCommand | null }): JSX.Element {
  const { state, place } = useHere();
  const [text, setText] = useState('');
  const [started, setStarted] = useState<Started | null>(null);
  const commands = state.commands[place?.id ?? ''];
  const lines = useMemo(() => flatten(commands ?? []), [commands]);

  useEffect(() => {
    const line = lines.find(({ name }) => name === wanted?.name);
    if (line) setStarted({ line, entries: {} });
  }, [wanted]);
  useEffect(() => setStarted(null), [place?.id]);

  if (started) {
    const back = (left: string): void => {
      setStarted(null);
      setText(left);
    };
    return (
      <CommandForm
        key={started.line.name}
        line={started.line}
        first={started.entries}
        onLeave={back}
      />
    );
  }
  return (
    <TextComposer
      text={text}
      lines={lines}
      loading={commands === undefined}
      onText={setText}
      onStart={(line, rest) => setStarted({ line, entries: readTyped(line, rest) })}
    />
  );
}

interface TextProps {
  text: string;
  lines: readonly Line[];
  loading: boolean;
  onText(text: string): void;
  onStart(line: Line, rest: string): void;
}

function TextComposer({ text, lines, loading, onText, onStart }: TextProps): JSX.Element {
  const { chat, place } = useHere();
  const [active, setActive] = useState(0);
  const [closed, setClosed] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const open = /^\/[^\n]*$/.test(text) && !closed;
  const fits = open ? filterLines(lines, text.slice(1)) : [];
  const at = Math.min(active, Math.max(0, fits.length - 1));

  useEffect(() => grow(field.current), [text]);
  useLayoutEffect(() => {
    // On a phone the keyboard would jump up unasked.
    if (matchMedia('(pointer: fine)').matches) field.current?.focus({ preventScroll: true });
  }, []);

  const take = (next: string): void => {
    onText(next);
    setActive(0);
    if (!next.startsWith('/')) setClosed(false);
    const line = typedLine(lines, next);
    if (line && next.length > line.name.length + 1) onStart(line, next.slice(line.name.length + 1));
  };
  const send = async (): Promise<void> => {
    const said = text.trim();
    if (said === '') return;
    onText('');
    if (!(await chat.say(said))) onText(text);
  };
  const pick = async (line: Line | undefined): Promise<void> => {
    const whole = line && text.trim().toLowerCase() === `/${line.name}`;
    if (!line || !place) return;
    if (!whole || line.options.length > 0) return onStart(line, '');
    onText('');
    const refused = await chat.interactions?.run(place.id, line, []);
    if (refused) chat.note(refused);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const move = open ? movement(event.key, at, fits.length) : null;
    const picks = open && (event.key === 'Tab' || event.key === 'Enter') && !event.shiftKey;
    if (move !== null && event.key.startsWith('Arrow')) setActive(move);
    else if (picks && fits.length > 0) void pick(fits[at]);
    else if (open && event.key === 'Escape') setClosed(true);
    else if (open && event.key === 'Enter')
      chat.note(
        loading
          ? 'The commands are still loading.'
          : `There is no command ${text.trim()} for you here.`,
      );
    else if (event.key === 'Enter' && !event.shiftKey) void send();
    else return;
    event.preventDefault();
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void (open ? pick(fits[at]) : send());
      }}
    >
      {open && (
        <Suggestions
          id={listId}
          testId="command-picker"
          title={text === '/' ? 'Commands' : `Commands like ${text.trim()}`}
          items={fits.map((line) => ({
            key: line.name,
            name: `/${line.name}`,
            note: line.description,
            hint: line.options
              .map((option) => (option.required ? option.name : `${option.name}?`))
              .join(' '),
          }))}
          active={at}
          empty={loading ? 'Loading the commands…' : 'No command fits.'}
          onPick={(index) => {
            const line = fits[index];
            if (line) onStart(line, '');
          }}
        />
      )}
      <div class="composer-box">
        <textarea
          ref={field}
          rows={1}
          value={text}
          maxLength={MAX_TEXT}
          placeholder={`Message ${nameOf(place)}, or type /`}
          aria-label={`Message ${nameOf(place)}`}
          aria-autocomplete="list"
          aria-controls={open ? listId : undefined}
          aria-activedescendant={open && fits.length > 0 ? `${listId}-${at}` : undefined}
          data-testid="composer"
          onInput={(event) => take(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <button
          type="submit"
          class="icon-button send"
          aria-label="Send message"
          disabled={text.trim() === ''}
        >
          <Icon name="send" />
        </button>
      </div>
    </form>
  );
}

function nameOf(place: { name: string; guild: unknown } | null): string {
  if (!place) return '';
  return place.guild ? `#${place.name}` : `@${place.name}`;
}

/** As high as its text, up to what the style sheet allows. */
function grow(field: HTMLTextAreaElement | null): void {
  if (!field) return;
  field.style.height = 'auto';
  field.style.height = `${field.scrollHeight}px`;
}
