// Where a person writes. A text that begins with "/" opens the list of commands; a picked command
// turns the composer into a form with one field per option.
//
//   text ──"/…" and Enter or Tab, or a whole name and a space──> command ──sent──> text
//     └─<──Escape, Backspace in the first empty field──────────────┘

import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { flatten, type Line } from '../command/list.ts';
import { readTyped, type Entries } from '../command/options.ts';
import { CommandForm } from './command_form.tsx';
import { useHere } from './context.ts';
import { TextComposer } from './text_composer.tsx';

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
