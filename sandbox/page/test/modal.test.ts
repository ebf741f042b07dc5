import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ModalForm } from '../api/types.ts';
import { answerOf, fault, fieldsOf, firstAnswers, piecesOf } from '../view/modal_model.ts';

const form = {
  interaction_id: '1',
  custom_id: 'purge',
  title: 'Purge',
  components: [
    { type: 10, content: 'Careful.' },
    {
      type: 1,
      components: [
        { type: 4, custom_id: 'old', style: 1, label: 'Old', required: false, value: 'x' },
      ],
    },
    {
      type: 18,
      label: 'Name',
      description: 'Exactly',
      component: { type: 4, custom_id: 'name', style: 2, min_length: 3, max_length: 5 },
    },
    {
      type: 18,
      label: 'Who',
      component: {
        type: 3,
        custom_id: 'who',
        min_values: 2,
        max_values: 3,
        options: [
          { label: 'A', value: 'a', default: true },
          { label: 'B', value: 'b' },
        ],
      },
    },
    { type: 18, label: 'Files', component: { type: 19, custom_id: 'f' } },
  ],
} as unknown as ModalForm;

const pieces = piecesOf(form);
const fields = fieldsOf(pieces);

function faultOf(customId: string, values: string[]): string {
  const field = fields.find(({ inner }) => inner.custom_id === customId);
  assert.ok(field);
  return fault(field, values);
}

test('a form is read in its order, and what the page does not know is said', () => {
  assert.deepEqual(pieces[0], { text: 'Careful.' });
  assert.deepEqual(
    fields.map(({ label }) => label),
    ['Old', 'Name', 'Who'],
  );
  assert.deepEqual(pieces[4], { unknown: 18 });
});

test('fields begin with what the form gives them', () => {
  assert.deepEqual(firstAnswers(fields), { old: ['x'], name: [''], who: ['a'] });
});

test('required, shortest, longest and fewest are checked', () => {
  assert.equal(faultOf('old', ['']), '');
  assert.equal(faultOf('name', [' ']), 'Fill this in.');
  assert.equal(faultOf('name', ['ab']), 'Write at least 3 characters.');
  assert.equal(faultOf('name', ['abcdef']), 'Write at most 5 characters.');
  assert.equal(faultOf('name', ['abcd']), '');
  assert.equal(faultOf('who', []), 'Pick something here.');
  assert.equal(faultOf('who', ['a']), 'Pick at least 2.');
  assert.equal(faultOf('who', ['a', 'b']), '');
});

test('the answer nests as Discord sends it', () => {
  assert.deepEqual(answerOf(fields, { old: ['o'], name: ['n'], who: ['a', 'b'] }), [
    { type: 1, components: [{ type: 4, custom_id: 'old', value: 'o' }] },
    { type: 18, component: { type: 4, custom_id: 'name', value: 'n' } },
    { type: 18, component: { type: 3, custom_id: 'who', values: ['a', 'b'] } },
  ]);
});
