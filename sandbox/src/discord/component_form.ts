// What Discord accepts as buttons, selects and modals.
// Source: Discord's page "Component Reference".

import type { Slot } from './form.ts';

export const COMPONENT = {
  ROW: 1,
  BUTTON: 2,
  STRING_SELECT: 3,
  TEXT_INPUT: 4,
  USER_SELECT: 5,
  ROLE_SELECT: 6,
  MENTIONABLE_SELECT: 7,
  CHANNEL_SELECT: 8,
  TEXT_DISPLAY: 10,
  LABEL: 18,
} as const;

const SELECTS: readonly number[] = [3, 5, 6, 7, 8];
const MAX_ROWS = 5;
const MAX_BUTTONS = 5;
const MAX_CHOICES = 25;

/** The custom ids of one message or modal, which must differ. */
class CustomIds {
  private readonly seen = new Set<string>();

  check(slot: Slot): void {
    const id = slot.text({ min: 1, max: 100, required: true });
    if (id === undefined) return;
    if (this.seen.has(id)) {
      slot.wrong('COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
    }
    this.seen.add(id);
  }
}

function typeOf(slot: Slot, allowed: readonly number[]): number | undefined {
  if (!slot.record(true)) return undefined;
  const type = slot.get('type');
  if (allowed.includes(type.value as number)) return type.value as number;
  type.wrong('UNION_TYPE_CHOICES', `Value of field "type" must be one of (${allowed.join(', ')}).`);
  return undefined;
}

function checkEmoji(slot: Slot): void {
  if (slot.absent || !slot.record()) return;
  slot.get('id').snowflake();
  slot.get('name').text({ max: 32 });
}

function forbid(slot: Slot, ...keys: string[]): void {
  for (const key of keys) {
    if (slot.get(key).absent) continue;
    slot
      .get(key)
      .wrong('BUTTON_COMPONENT_FIELD_FORBIDDEN', `A button of this style cannot have ${key}`);
  }
}

function checkButton(slot: Slot, ids: CustomIds): void {
  const style = slot.get('style').oneOf([1, 2, 3, 4, 5, 6], true);
  slot.get('label').text({ max: 80 });
  const bare = !slot.get('label').value && slot.get('emoji').absent;
  checkEmoji(slot.get('emoji'));
  slot.get('disabled').bool();
  if (style === 5) {
    if (slot.get('url').absent) slot.get('url').wrong('BASE_TYPE_REQUIRED', 'A url is required');
    slot.get('url').url(512);
    forbid(slot, 'custom_id', 'sku_id');
  } else if (style === 6) {
    slot.get('sku_id').snowflake(true);
    forbid(slot, 'custom_id', 'url', 'label', 'emoji');
  } else if (style !== undefined) {
    ids.check(slot.get('custom_id'));
    forbid(slot, 'url', 'sku_id');
  }
  if (style !== 6 && bare) {
    slot.wrong('BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED', 'A button needs a label or an emoji');
  }
}

function checkSelectOptions(slot: Slot): number | undefined {
  const values = new Set<string>();
  const options = slot.list({ min: 1, max: MAX_CHOICES, required: true }, (option) => {
    option.get('label').text({ min: 1, max: 100, required: true });
    const value = option.get('value').text({ min: 1, max: 100, required: true });
    option.get('description').text({ max: 100 });
    checkEmoji(option.get('emoji'));
    option.get('default').bool();
    if (value !== undefined && values.has(value)) {
      option
        .get('value')
        .wrong(
          'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
          'The specified option value is already used',
        );
    }
    if (value !== undefined) values.add(value);
  });
  return options?.length;
}

function checkSelect(slot: Slot, type: number, ids: CustomIds): void {
  ids.check(slot.get('custom_id'));
  slot.get('placeholder').text({ max: 150 });
  slot.get('disabled').bool();
  const most =
    type === COMPONENT.STRING_SELECT ? checkSelectOptions(slot.get('options')) : MAX_CHOICES;
  const max = slot.get('max_values').integer({ min: 1, max: most ?? MAX_CHOICES }) ?? 1;
  slot.get('min_values').integer({ min: 0, max });
  if (type === COMPONENT.CHANNEL_SELECT) {
    slot.get('channel_types').list({}, (one) => one.integer({ min: 0, max: 16 }));
  }
  slot.get('default_values').list({ max }, (one) => {
    one.get('id').snowflake(true);
    one.get('type').oneOf(['user', 'role', 'channel'], true);
  });
}

function checkRow(slot: Slot, ids: CustomIds): void {
  let width = 0;
  slot.get('components').list({ min: 1, max: MAX_BUTTONS, required: true }, (child) => {
    const type = typeOf(child, [COMPONENT.BUTTON, ...SELECTS]);
    if (type === undefined) return;
    width += type === COMPONENT.BUTTON ? 1 : MAX_BUTTONS;
    if (width > MAX_BUTTONS) {
      child.wrong(
        'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
        'The specified component exceeds the maximum width',
      );
    }
    if (type === COMPONENT.BUTTON) checkButton(child, ids);
    else checkSelect(child, type, ids);
  });
}

/** The components of a message: action rows. */
export function checkComponents(slot: Slot): void {
  const ids = new CustomIds();
  slot.list({ max: MAX_ROWS }, (row) => {
    if (typeOf(row, [COMPONENT.ROW]) !== undefined) checkRow(row, ids);
  });
}

function checkTextInput(slot: Slot, ids: CustomIds, needsLabel: boolean): void {
  ids.check(slot.get('custom_id'));
  slot.get('style').oneOf([1, 2], true);
  slot.get('label').text({ min: 1, max: 45, required: needsLabel });
  slot.get('placeholder').text({ max: 100 });
  slot.get('value').text({ max: 4000 });
  slot.get('required').bool();
  const max = slot.get('max_length').integer({ min: 1, max: 4000 });
  slot.get('min_length').integer({ min: 0, max: max ?? 4000 });
}

function checkLabel(slot: Slot, ids: CustomIds): void {
  slot.get('label').text({ min: 1, max: 45, required: true });
  slot.get('description').text({ max: 100 });
  const inner = slot.get('component');
  const type = typeOf(inner, [COMPONENT.TEXT_INPUT, ...SELECTS]);
  if (type === COMPONENT.TEXT_INPUT) return checkTextInput(inner, ids, false);
  if (type === undefined) return;
  checkSelect(inner, type, ids);
  if (inner.get('disabled').value === true) {
    inner
      .get('disabled')
      .wrong('MODAL_COMPONENT_DISABLED', 'Modals cannot have disabled components');
  }
}

/** The data of callback type 9. */
export function checkModal(slot: Slot): void {
  if (!slot.record(true)) return;
  const ids = new CustomIds();
  slot.get('custom_id').text({ min: 1, max: 100, required: true });
  slot.get('title').text({ min: 1, max: 45, required: true });
  slot.get('components').list({ min: 1, max: MAX_ROWS, required: true }, (part) => {
    const type = typeOf(part, [COMPONENT.ROW, COMPONENT.TEXT_DISPLAY, COMPONENT.LABEL]);
    if (type === COMPONENT.LABEL) checkLabel(part, ids);
    if (type === COMPONENT.TEXT_DISPLAY)
      part.get('content').text({ min: 1, max: 4000, required: true });
    if (type !== COMPONENT.ROW) return;
    part.get('components').list({ min: 1, max: 1, required: true }, (child) => {
      if (typeOf(child, [COMPONENT.TEXT_INPUT]) !== undefined) checkTextInput(child, ids, true);
    });
  });
}

/** The same components, each with the number by which Discord counts them. */
export function withIds<T extends object>(components: T[]): T[] {
  let next = 1;
  const numbered = (part: Record<string, unknown>): Record<string, unknown> => {
    const made: Record<string, unknown> = { ...part, id: part['id'] ?? next };
    next += 1;
    if (Array.isArray(part['components'])) made['components'] = part['components'].map(numbered);
    if (part['component'])
      made['component'] = numbered(part['component'] as Record<string, unknown>);
    return made;
  };
  return components.map((part) => numbered(part as Record<string, unknown>) as T);
}

/** Every component inside, rows and labels opened. */
export function flatten(components: readonly object[]): Record<string, unknown>[] {
  return components.flatMap((one) => {
    const part = one as Record<string, unknown>;
    const below = [
      ...((part['components'] as object[] | undefined) ?? []),
      ...(part['component'] ? [part['component'] as object] : []),
    ];
    return [part, ...flatten(below)];
  });
}
