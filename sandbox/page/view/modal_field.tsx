import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { APISelectMenuComponent, APITextInputComponent } from 'discord-api-types/v10';
import { PART } from '../command/discord.ts';
import { useHere } from './context.ts';
import type { Field } from './modal_model.ts';
import { Select } from './select.tsx';
import { itemsOf } from './select_items.ts';

interface Props {
  field: Field;
  values: readonly string[];
  error: string;
  autofocus: boolean;
  onChange(values: string[]): void;
}

export function ModalField({ field, values, error, autofocus, onChange }: Props): JSX.Element {
  const id = useId();
  const { inner, label, description } = field;
  const required = inner.required ?? true;
  const noteId = `${id}-note`;
  return (
    <div class={error ? 'field-block invalid' : 'field-block'} data-field={inner.custom_id}>
      <label for={id}>
        {label}
        {required && <b aria-hidden="true">*</b>}
      </label>
      {description && <small>{description}</small>}
      {inner.type === PART.textInput ? (
        <Text
          input={inner}
          id={id}
          noteId={noteId}
          text={values[0] ?? ''}
          invalid={error !== ''}
          autofocus={autofocus}
          onText={(text) => onChange([text])}
        />
      ) : (
        <Pick
          part={inner}
          label={label}
          id={id}
          noteId={noteId}
          values={values}
          invalid={error !== ''}
          onChange={onChange}
        />
      )}
      <p id={noteId} class="field-error" role={error ? 'alert' : undefined}>
        {error}
      </p>
    </div>
  );
}

interface TextProps {
  input: APITextInputComponent;
  id: string;
  noteId: string;
  text: string;
  invalid: boolean;
  autofocus: boolean;
  onText(text: string): void;
}

function Text({ input, id, noteId, text, invalid, autofocus, onText }: TextProps): JSX.Element {
  const max = input.max_length ?? 4000;
  const shared = {
    id,
    value: text,
    maxLength: max,
    placeholder: input.placeholder ?? '',
    autocomplete: 'off' as const,
    'aria-required': (input.required ?? true) ? ('true' as const) : undefined,
    'aria-invalid': invalid ? ('true' as const) : undefined,
    'aria-describedby': noteId,
    'data-autofocus': autofocus ? '' : undefined,
    'data-testid': `field-${input.custom_id}`,
  };
  const left = max - text.length;
  return (
    <div class="text-field">
      {input.style === 2 ? (
        <textarea {...shared} rows={4} onInput={(event) => onText(event.currentTarget.value)} />
      ) : (
        <input {...shared} type="text" onInput={(event) => onText(event.currentTarget.value)} />
      )}
      {left <= Math.max(20, max / 10) && text !== '' && (
        <span class="left" aria-hidden="true">
          {left}
        </span>
      )}
    </div>
  );
}

interface PickProps {
  part: APISelectMenuComponent;
  label: string;
  id: string;
  noteId: string;
  values: readonly string[];
  invalid: boolean;
  onChange(values: string[]): void;
}

function Pick({ part, label, id, noteId, values, invalid, onChange }: PickProps): JSX.Element {
  const { world, place } = useHere();
  const required = part.required ?? true;
  return (
    <Select
      id={id}
      label={label}
      placeholder={part.placeholder ?? 'Make a selection'}
      items={itemsOf(part, world, place)}
      min={required ? (part.min_values ?? 1) : 0}
      max={part.max_values ?? 1}
      values={values}
      invalid={invalid}
      describedBy={noteId}
      testId={`field-${part.custom_id}`}
      onChange={onChange}
    />
  );
}
