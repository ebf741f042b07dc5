// A modal of the bot: a dialog with fields. What was typed stays until it has been taken.

import type { JSX } from 'preact';
import { useId, useMemo, useRef, useState } from 'preact/hooks';
import type { OpenModal } from '../state/model.ts';
import { useHere } from './context.ts';
import { useDialogFocus } from './focus.ts';
import { Dots, Icon } from './icons.tsx';
import { Markdown } from './markdown.tsx';
import { ModalField } from './modal_field.tsx';
import { answerOf, fault, fieldsOf, firstAnswers, piecesOf } from './modal_model.ts';
import type { Answers, Piece } from './modal_model.ts';

export function Modal({ modal }: { modal: OpenModal }): JSX.Element {
  const { chat } = useHere();
  const { form, sending, error } = modal;
  const pieces = useMemo(() => piecesOf(form), [form]);
  const fields = fieldsOf(pieces);
  const [answers, setAnswers] = useState<Answers>(() => firstAnswers(fields));
  const [checked, setChecked] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const titleId = useId();
  const close = (): void => chat.closeModal();
  useDialogFocus(root, { onEscape: close, trap: true });

  const send = (): void => {
    setChecked(true);
    const wrong = fields.find((field) => fault(field, answers[field.inner.custom_id] ?? []) !== '');
    if (wrong) return focusField(root.current, wrong.inner.custom_id);
    void chat.interactions?.answerModal(answerOf(fields, answers));
  };

  return (
    <div
      class="backdrop"
      onPointerDown={(event) => event.target === event.currentTarget && !sending && close()}
    >
      <div
        ref={root}
        class="modal"
        role="dialog"
        aria-modal="true"
        aria-labelledby={titleId}
        aria-busy={sending ? 'true' : undefined}
        tabIndex={-1}
        data-testid="modal"
      >
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (!sending) send();
          }}
        >
          <Head id={titleId} title={form.title} onClose={close} />
          <div class="modal-body">
            {error && <Failure error={error} />}
            <Pieces {...{ pieces, answers, checked }} onAnswers={setAnswers} />
          </div>
          <Foot sending={sending} onCancel={close} />
        </form>
      </div>
    </div>
  );
}

interface HeadProps {
  id: string;
  title: string;
  onClose(): void;
}

function Head({ id, title, onClose }: HeadProps): JSX.Element {
  const { world } = useHere();
  return (
    <header class="modal-head">
      <div>
        <h2 id={id}>{title}</h2>
        <small>Asked by {world.application.name}</small>
      </div>
      <button type="button" class="icon-button" aria-label="Close" onClick={onClose}>
        <Icon name="close" />
      </button>
    </header>
  );
}

interface PiecesProps {
  pieces: readonly Piece[];
  answers: Answers;
  /** Whether faults are shown: not before the first try to send. */
  checked: boolean;
  onAnswers(answers: Answers): void;
}

function Pieces({ pieces, answers, checked, onAnswers }: PiecesProps): JSX.Element {
  const [first] = fieldsOf(pieces);
  const show = (piece: Piece, at: number): JSX.Element => {
    if ('text' in piece) return <Markdown key={at} text={piece.text} />;
    if ('unknown' in piece) return <Unknown key={at} type={piece.unknown} />;
    const { field } = piece;
    const { custom_id } = field.inner;
    const values = answers[custom_id] ?? [];
    return (
      <ModalField
        key={at}
        field={field}
        values={values}
        error={checked ? fault(field, values) : ''}
        autofocus={field === first}
        onChange={(given) => onAnswers({ ...answers, [custom_id]: given })}
      />
    );
  };
  return <>{pieces.map(show)}</>;
}

function Unknown({ type }: { type: number }): JSX.Element {
  return <p class="unknown">This page cannot show part type {type}.</p>;
}

function Failure({ error }: { error: string }): JSX.Element {
  return (
    <p class="failure" role="alert">
      <Icon name="alert" /> {modalError(error)}
    </p>
  );
}

function Foot({ sending, onCancel }: { sending: boolean; onCancel(): void }): JSX.Element {
  return (
    <footer class="modal-foot">
      <button type="button" class="button button-secondary" onClick={onCancel}>
        Cancel
      </button>
      <button type="submit" class={`button button-primary${sending ? ' busy' : ''}`}>
        <span class="button-content">Submit</span>
        {sending && <Dots />}
      </button>
    </footer>
  );
}

function modalError(error: string): string {
  return error.includes('did not respond') ? 'Something went wrong. Try again.' : error;
}

function focusField(root: HTMLElement | null, customId: string): void {
  const fields = [...(root?.querySelectorAll<HTMLElement>('[data-field]') ?? [])];
  const field = fields.find((one) => one.dataset['field'] === customId);
  field?.querySelector<HTMLElement>('input, textarea, button')?.focus();
}
