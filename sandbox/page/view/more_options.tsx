// The last field of a command: type an option's name to add it, or just press Enter to send.

import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { Option } from '../command/list.ts';
import { movement } from './select_panel.tsx';
import { Suggestions } from './suggestions.tsx';

interface Props {
  rest: readonly Option[];
  onFocus(): void;
  onAdd(name: string): void;
  onBack(): void;
}

export function MoreOptions(props: Props): JSX.Element {
  const { rest, onFocus } = props;
  const [inside, setInside] = useState(false);
  const listId = useId();
  const { text, fits, active, add, take, onKeyDown } = useAdding(props);
  const some = rest.length > 0;
  const open = inside && some;
  return (
    <>
      {open && (
        <Suggestions
          id={listId}
          testId="more-options"
          title="More options"
          items={fits.map(({ name, description }) => ({ key: name, name, note: description }))}
          active={active}
          empty="No option fits."
          onPick={(at) => add(fits[at])}
        />
      )}
      <input
        type="text"
        class="more"
        role={open ? 'combobox' : undefined}
        value={text}
        placeholder={some ? 'more options, or Enter to send' : 'Enter to send'}
        readOnly={!some}
        autocomplete="off"
        aria-label={some ? 'Add an option, or press Enter to send' : 'Press Enter to send'}
        aria-expanded={open ? 'true' : undefined}
        aria-controls={open ? listId : undefined}
        aria-activedescendant={open && active >= 0 ? `${listId}-${active}` : undefined}
        data-option=""
        data-testid="more"
        onFocus={() => {
          setInside(true);
          onFocus();
        }}
        onBlur={() => setInside(false)}
        onInput={(event) => take(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
    </>
  );
}

interface Adding {
  text: string;
  fits: readonly Option[];
  /** -1 while nothing is typed: Enter then sends. */
  active: number;
  add(option: Option | undefined): void;
  take(text: string): void;
  onKeyDown(event: KeyboardEvent): void;
}

function useAdding({ rest, onAdd, onBack }: Props): Adding {
  const [text, setText] = useState('');
  const [active, setActive] = useState(-1);
  const wanted = text.trim().toLowerCase();
  const fits = rest.filter(({ name }) => name.startsWith(wanted));

  const add = (option: Option | undefined): void => {
    setText('');
    setActive(-1);
    if (option) onAdd(option.name);
  };
  const take = (typed: string): void => {
    const named = rest.find(({ name }) => typed.trim().toLowerCase() === `${name}:`);
    if (named) return add(named);
    setText(typed);
    setActive(typed.trim() === '' ? -1 : 0);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const move = event.key.startsWith('Arrow') ? movement(event.key, active, fits.length) : null;
    const picks = event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey);
    if (move !== null) setActive(move);
    else if (picks && fits[active]) add(fits[active]);
    else if (event.key === 'Escape' || (event.key === 'Backspace' && text === '')) onBack();
    else return;
    event.preventDefault();
  };
  return { text, fits, active, add, take, onKeyDown };
}
