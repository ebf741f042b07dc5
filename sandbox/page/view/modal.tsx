// A modal of the bot: a dialog with fields. What was typed stays until it has been taken.

import type { JSX } from 'preact';
import { useId, useMemo, useRef, useState } from 'preact/hooks';
import type { OpenModal } from '../state/model.ts';
import { useHere } from './context.ts';
import { useDialogFocus } from './focus.ts';
import { Icon } from './icons.tsx';
import { Markdown } from './markdown.tsx';
import { ModalField } from './modal_field.tsx';
import { answerOf, fault, fieldsOf, firstAnswers, piecesOf, type Answers } from './modal_model.ts';

export function Modal({ modal }: { modal: OpenModal }): JSX.Element {
  const { chat, world } = useHere();
  const { form, sending, error } = modal;
  const pieces = useMemo(() => piecesOf(form), [form]);
  const fields = fieldsOf(pieces);
  const [answers, setAnswers] = useState<Answers>(() => firstAnswers(fields));
  const [checked, setChecked] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const titleId = useId();
  const close = (): void => chat.closeModal();
  useDialogFocus(root, { onEscape: close, trap: true });

  const faultOf = (field: (typeof fields)[number]): string =>
    checked ? fault(field, answers[field.inner.custom_id] ?? []) : '';
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
          <header class="modal-head">
            <div>
              <h2 id={titleId}>{form.title}</h2>
              <small>Asked by {world.application.name}</small>
            </div>
            <button type="button" class="icon-button" aria-label="Close" onClick={close}>
              <Icon name="close" />
            </button>
          </header>
          <div class="modal-body">
            {error && (
              <p class="failure" role="alert">
                <Icon name="alert" /> {modalError(error)}
              </p>
            )}
            {pieces.map((piece, at) => {
              if ('text' in piece) return <Markdown key={at} text={piece.text} />;
              if ('unknown' in piece)
                return (
                  <p key={at} class="unknown">
                    This page cannot show part type {piece.unknown}.
                  </p>
                );
              const { field } = piece;
              return (
                <ModalField
                  key={at}
                  field={field}
                  values={answers[field.inner.custom_id] ?? []}
                  error={faultOf(field)}
                  autofocus={field === fields[0]}
                  onChange={(values) => setAnswers({ ...answers, [field.inner.custom_id]: values })}
                />
              );
            })}
          </div>
          <footer class="modal-foot">
            <button type="button" class="button button-secondary" onClick={close}>
              Cancel
            </button>
            <button
              type="submit"
              class={sending ? 'button button-primary busy' : 'button button-primary'}
            >
              <span class="button-content">Submit</span>
              {sending && (
                <span class="dots" aria-hidden="true">
                  <i />
                  <i />
                  <i />
                </span>
              )}
            </button>
          </footer>
        </form>
      </div>
    </div>
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
