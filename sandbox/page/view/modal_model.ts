// A modal's form as a list of fields, and its answer as Discord sends it.

import type {
  APIModalComponent,
  APISelectMenuComponent,
  APITextDisplayComponent,
  APITextInputComponent,
} from 'discord-api-types/v10';
import type { ModalForm } from '../api/types.ts';
import { PART } from '../command/discord.ts';
import { defaultsOf } from './select_items.ts';

type Inner = APITextInputComponent | APISelectMenuComponent;

export interface Field {
  inner: Inner;
  label: string;
  description: string;
  /** How the answer wraps it: in a row (older) or in a label. */
  wrap: typeof PART.row | typeof PART.label;
}

export type Piece = { text: string } | { field: Field } | { unknown: number };

export type Answers = Readonly<Record<string, readonly string[]>>;

export function piecesOf(form: ModalForm): Piece[] {
  // Discord allows text between the fields; the types do not know it yet.
  const parts: readonly (APIModalComponent | APITextDisplayComponent)[] = form.components;
  return parts.flatMap((part): Piece[] => {
    if (part.type === PART.text) return [{ text: part.content }];
    if (part.type === PART.row) {
      return part.components.map((inner) => ({
        field: { inner, label: inner.label ?? '', description: '', wrap: PART.row },
      }));
    }
    if (part.type !== PART.label || !isInner(part.component)) return [{ unknown: part.type }];
    const { label, description = '', component: inner } = part;
    return [{ field: { inner, label, description, wrap: PART.label } }];
  });
}

function isInner(part: { type: number }): part is Inner {
  const known: readonly number[] = [
    PART.textInput,
    PART.stringSelect,
    PART.userSelect,
    PART.roleSelect,
    PART.mentionableSelect,
    PART.channelSelect,
  ];
  return known.includes(part.type);
}

export function fieldsOf(pieces: readonly Piece[]): Field[] {
  return pieces.flatMap((piece) => ('field' in piece ? [piece.field] : []));
}

export function firstAnswers(fields: readonly Field[]): Answers {
  const pairs = fields.map(({ inner }) => [
    inner.custom_id,
    inner.type === PART.textInput ? [inner.value ?? ''] : defaultsOf(inner),
  ]);
  return Object.fromEntries(pairs) as Answers;
}

/** What is wrong with an answer, or "". */
export function fault({ inner }: Field, values: readonly string[]): string {
  const required = inner.required ?? true;
  if (inner.type === PART.textInput) return textFault(inner, values[0] ?? '', required);
  const min = inner.min_values ?? 1;
  if (values.length === 0) return required && min > 0 ? 'Pick something here.' : '';
  return values.length < min ? `Pick at least ${min}.` : '';
}

function textFault(input: APITextInputComponent, text: string, required: boolean): string {
  if (text.trim() === '') return required ? 'Fill this in.' : '';
  const { min_length: min = 0, max_length: max = 4000 } = input;
  if (text.length < min) return `Write at least ${min} characters.`;
  return text.length > max ? `Write at most ${max} characters.` : '';
}

export function answerOf(fields: readonly Field[], answers: Answers): unknown[] {
  return fields.map(({ inner, wrap }) => {
    const { type, custom_id } = inner;
    const values = answers[custom_id] ?? [];
    const part =
      type === PART.textInput
        ? { type, custom_id, value: values[0] ?? '' }
        : { type, custom_id, values };
    return wrap === PART.row ? { type: wrap, components: [part] } : { type: wrap, component: part };
  });
}
