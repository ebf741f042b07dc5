// The composer while it holds plain text; "/" opens the list of commands above it.

import type { JSX, RefObject } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { filterLines, typedLine, type Line } from '../command/list.ts';
import { useHere } from './context.ts';
import { Icon } from './icons.tsx';
import { movement } from './select_panel.tsx';
import { Suggestions } from './suggestions.tsx';

/** Discord's limit for people. */
const MAX_TEXT = 2000;

interface Props {
  text: string;
  lines: readonly Line[];
  loading: boolean;
  onText(text: string): void;
  onStart(line: Line, rest: string): void;
}

export function TextComposer(props: Props): JSX.Element {
  const { text, onStart } = props;
  const { place } = useHere();
  const field = useField(text);
  const listId = useId();
  const { open, fits, active, take, submit, onKeyDown } = useComposing(props);
  const name = place?.guild ? `#${place.name}` : `@${place?.name ?? ''}`;
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {open && (
        <Picker
          {...props}
          id={listId}
          fits={fits}
          active={active}
          onPick={(line) => onStart(line, '')}
        />
      )}
      <div class="composer-box">
        <textarea
          ref={field}
          rows={1}
          value={text}
          maxLength={MAX_TEXT}
          placeholder={`Message ${name}, or type /`}
          aria-label={`Message ${name}`}
          aria-autocomplete="list"
          aria-controls={open ? listId : undefined}
          aria-activedescendant={open && fits.length > 0 ? `${listId}-${active}` : undefined}
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

interface Composing {
  open: boolean;
  fits: readonly Line[];
  active: number;
  take(text: string): void;
  submit(): void;
  onKeyDown(event: KeyboardEvent): void;
}

function useComposing(props: Props): Composing {
  const { text, lines, onText, onStart } = props;
  const [wanted, setWanted] = useState(0);
  const [closed, setClosed] = useState(false);
  const open = /^\/[^\n]*$/.test(text) && !closed;
  const fits = open ? filterLines(lines, text.slice(1)) : [];
  const active = Math.min(wanted, Math.max(0, fits.length - 1));
  const { say, run } = useSending(props);

  const take = (next: string): void => {
    onText(next);
    setWanted(0);
    if (!next.startsWith('/')) setClosed(false);
    const line = typedLine(lines, next);
    if (line && next.length > line.name.length + 1) onStart(line, next.slice(line.name.length + 1));
  };
  const submit = (): void => void (open ? run(fits[active]) : say());
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const move = open ? movement(event.key, active, fits.length) : null;
    if (move !== null && event.key.startsWith('Arrow')) setWanted(move);
    else if (event.key === 'Enter' && !event.shiftKey) submit();
    else if (event.key === 'Tab' && !event.shiftKey && fits.length > 0) submit();
    else if (event.key === 'Escape' && open) setClosed(true);
    else return;
    event.preventDefault();
  };
  return { open, fits, active, take, submit, onKeyDown };
}

function useSending({ text, loading, onText, onStart }: Props): {
  say(): Promise<void>;
  run(line: Line | undefined): Promise<void>;
} {
  const { chat, place } = useHere();
  const say = async (): Promise<void> => {
    const said = text.trim();
    if (said === '') return;
    onText('');
    if (!(await chat.say(said))) onText(text);
  };
  /** A command whose whole name stands there and that asks for nothing is sent at once. */
  const run = async (line: Line | undefined): Promise<void> => {
    if (!line || !place) return chat.note(missing(text, loading));
    const whole = text.trim().toLowerCase() === `/${line.name}`;
    if (!whole || line.options.length > 0) return onStart(line, '');
    onText('');
    const refused = await chat.interactions?.run(place.id, line, []);
    if (refused) chat.note(refused);
  };
  return { say, run };
}

function missing(text: string, loading: boolean): string {
  return loading
    ? 'The commands are still loading.'
    : `There is no command ${text.trim()} for you here.`;
}

interface PickerProps {
  id: string;
  text: string;
  fits: readonly Line[];
  active: number;
  loading: boolean;
  onPick(line: Line): void;
}

function Picker({ id, text, fits, active, loading, onPick }: PickerProps): JSX.Element {
  return (
    <Suggestions
      id={id}
      testId="command-picker"
      title={text === '/' ? 'Commands' : `Commands like ${text.trim()}`}
      items={fits.map(({ name, description, options }) => ({
        key: name,
        name: `/${name}`,
        note: description,
        hint: options.map((o) => (o.required ? o.name : `${o.name}?`)).join(' '),
      }))}
      active={active}
      empty={loading ? 'Loading the commands…' : 'No command fits.'}
      onPick={(at) => {
        const line = fits[at];
        if (line) onPick(line);
      }}
    />
  );
}

/** As high as its text, up to what the style sheet allows, and ready to type. */
function useField(text: string): RefObject<HTMLTextAreaElement | null> {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [text]);
  useLayoutEffect(() => {
    // On a phone the keyboard would jump up unasked.
    if (matchMedia('(pointer: fine)').matches) field.current?.focus({ preventScroll: true });
  }, []);
  return field;
}
