// What Discord accepts as a command, checked field by field.
// Source: Discord's page "Application Commands", structures, naming and registering limits.

import { lengthOf, type Slot } from './form.ts';
import { ALL } from './permissions.ts';
import type { CommandOption } from './state.ts';

/** Option types; 1 and 2 nest. */
export const OPTION = {
  SUB: 1,
  GROUP: 2,
  STRING: 3,
  INTEGER: 4,
  BOOLEAN: 5,
  USER: 6,
  CHANNEL: 7,
  ROLE: 8,
  MENTIONABLE: 9,
  NUMBER: 10,
  ATTACHMENT: 11,
} as const;

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const LOCALES = [
  'id',
  'da',
  'de',
  'en-GB',
  'en-US',
  'es-ES',
  'es-419',
  'fr',
  'hr',
  'it',
  'lt',
  'hu',
  'nl',
  'no',
  'pl',
  'pt-BR',
  'ro',
  'fi',
  'sv-SE',
  'vi',
  'tr',
  'cs',
  'el',
  'bg',
  'ru',
  'uk',
  'hi',
  'th',
  'zh-CN',
  'ja',
  'zh-TW',
  'ko',
];
const TOTAL_CHARACTERS = 8000;
const MAX_OPTIONS = 25;
const LARGEST_INTEGER = Number.MAX_SAFE_INTEGER;

/** Commands allowed of each type in each scope. */
export const COMMAND_LIMITS: Record<number, number> = { 1: 100, 2: 15, 3: 15 };

function checkName(slot: Slot, lowercase: boolean): void {
  const name = slot.text({ min: 1, max: 32, required: true });
  if (name === undefined || !lowercase) return;
  if (!NAME.test(name) || name !== name.toLowerCase()) {
    slot.wrong('APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
  }
}

function checkLocalized(slot: Slot, max: number, lowercase: boolean): void {
  if (slot.absent || !slot.record()) return;
  for (const locale of Object.keys(slot.value as object)) {
    const text = slot.get(locale);
    if (!LOCALES.includes(locale)) {
      text.wrong('BASE_TYPE_CHOICES', `Value must be one of (${LOCALES.join(', ')}).`);
    } else if (lowercase) checkName(text, true);
    else text.text({ min: 1, max });
  }
}

function checkChoices(option: Slot, type: number): void {
  const choices = option.get('choices');
  const names = new Set<string>();
  choices.list({ max: MAX_OPTIONS }, (choice) => {
    const name = choice.get('name').text({ min: 1, max: 100, required: true });
    checkLocalized(choice.get('name_localizations'), 100, false);
    const value = choice.get('value');
    if (type === OPTION.STRING) value.text({ max: 100, required: true });
    else if (type === OPTION.INTEGER) value.integer({ required: true });
    else value.number({ required: true });
    if (name !== undefined && names.has(name)) {
      choice
        .get('name')
        .wrong(
          'APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_EXISTS',
          'Option choice name already exists',
        );
    }
    if (name !== undefined) names.add(name);
  });
  if (!choices.absent && option.get('autocomplete').value === true) {
    option
      .get('autocomplete')
      .wrong(
        'APPLICATION_COMMAND_AUTOCOMPLETE_WITH_CHOICES',
        'Autocomplete may not be used together with choices',
      );
  }
}

function checkBounds(option: Slot, type: number): void {
  const bound = { min: -LARGEST_INTEGER, max: LARGEST_INTEGER };
  if (type === OPTION.STRING) {
    const min = option.get('min_length').integer({ min: 0, max: 6000 });
    const max = option.get('max_length').integer({ min: 1, max: 6000 });
    ordered(option.get('min_length'), min, max);
  } else if (type === OPTION.INTEGER) {
    ordered(
      option.get('min_value'),
      option.get('min_value').integer(bound),
      option.get('max_value').integer(bound),
    );
  } else if (type === OPTION.NUMBER) {
    ordered(
      option.get('min_value'),
      option.get('min_value').number(bound),
      option.get('max_value').number(bound),
    );
  } else if (type === OPTION.CHANNEL) {
    option
      .get('channel_types')
      .list({}, (slot) => slot.oneOf([0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 16]));
  }
}

function ordered(slot: Slot, min: number | undefined, max: number | undefined): void {
  if (min !== undefined && max !== undefined && min > max) {
    slot.wrong('NUMBER_TYPE_MAX', `Value should be less than or equal to ${max}.`);
  }
}

/** Which option types may stand at a depth, below a parent of type `parent` (0: the command). */
function typesBelow(parent: number): number[] {
  const plain = [3, 4, 5, 6, 7, 8, 9, 10, 11];
  if (parent === OPTION.GROUP) return [OPTION.SUB];
  return parent === OPTION.SUB ? plain : [OPTION.SUB, OPTION.GROUP, ...plain];
}

function checkOption(option: Slot, parent: number): void {
  if (!option.record(true)) return;
  const type = option.get('type').oneOf(typesBelow(parent), true);
  checkName(option.get('name'), true);
  option.get('description').text({ min: 1, max: 100, required: true });
  checkLocalized(option.get('name_localizations'), 32, true);
  checkLocalized(option.get('description_localizations'), 100, false);
  option.get('required').bool();
  option.get('autocomplete').bool();
  if (type === undefined) return;
  if (type === OPTION.SUB || type === OPTION.GROUP)
    return checkOptions(option.get('options'), type);
  if ([OPTION.STRING, OPTION.INTEGER, OPTION.NUMBER].some((one) => one === type)) {
    checkChoices(option, type);
  } else if (option.get('autocomplete').value === true) {
    option
      .get('autocomplete')
      .wrong(
        'APPLICATION_COMMAND_INVALID_AUTOCOMPLETE',
        'Autocomplete is not available for this option type',
      );
  }
  checkBounds(option, type);
}

function checkOptions(slot: Slot, parent: number): void {
  const names = new Set<unknown>();
  let optionalSeen = false;
  const types = new Set<boolean>();
  slot.list({ max: MAX_OPTIONS }, (option) => {
    checkOption(option, parent);
    const { name, required, type } = (option.value ?? {}) as Partial<CommandOption>;
    const nests = type === OPTION.SUB || type === OPTION.GROUP;
    types.add(nests);
    if (name !== undefined && names.has(name)) {
      option
        .get('name')
        .wrong('APPLICATION_COMMAND_OPTIONS_NAME_INVALID', 'Option name already exists');
    }
    names.add(name);
    if (required === true && optionalSeen) {
      option
        .get('required')
        .wrong(
          'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
          'Required options must be placed before non-required options',
        );
    }
    if (!nests && required !== true) optionalSeen = true;
  });
  if (types.size > 1) {
    slot.wrong(
      'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
      'Sub-command and sub-command group option types are mutually exclusive to all other types',
    );
  }
}

function longest(record: Record<string, unknown>, key: string): number {
  const texts = [record[key], ...Object.values((record[`${key}_localizations`] ?? {}) as object)];
  return Math.max(...texts.map((text) => (typeof text === 'string' ? lengthOf(text) : 0)));
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Names, descriptions and values of a command and everything in it. */
export function totalCharacters(record: Record<string, unknown>): number {
  const value = typeof record['value'] === 'string' ? lengthOf(record['value']) : 0;
  const below = [record['options'], record['choices']]
    .flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []))
    .filter(isRecord);
  return below.reduce(
    (sum, one) => sum + totalCharacters(one),
    longest(record, 'name') + longest(record, 'description') + value,
  );
}

function checkWho(slot: Slot): void {
  const permissions = slot.get('default_member_permissions');
  const text =
    typeof permissions.value === 'number' ? String(permissions.value) : permissions.text();
  if (text !== undefined && (!/^\d{1,20}$/.test(text) || (BigInt(text) & ~ALL) !== 0n)) {
    permissions.wrong('NUMBER_TYPE_COERCE', `Value "${text}" is not a permission set.`);
  }
  slot.get('dm_permission').bool();
  slot.get('nsfw').bool();
  slot.get('contexts').list({ min: 1, max: 3 }, (one) => one.oneOf([0, 1, 2]));
  slot.get('integration_types').list({ min: 1, max: 2 }, (one) => one.oneOf([0, 1]));
}

/** Checks one whole command; what is wrong lands in the slot's form. */
export function checkCommand(slot: Slot): void {
  if (!slot.record(true)) return;
  const type = slot.get('type').oneOf([1, 2, 3]) ?? 1;
  checkName(slot.get('name'), type === 1);
  checkLocalized(slot.get('name_localizations'), 32, type === 1);
  checkLocalized(slot.get('description_localizations'), 100, false);
  checkWho(slot);
  if (type !== 1) {
    const description = slot.get('description').text();
    if (description)
      slot
        .get('description')
        .wrong(
          'APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_INVALID',
          'Context menu commands cannot have description',
        );
    if (!slot.get('options').absent) {
      slot.get('options').list({ max: 0 }, () => undefined);
    }
    return;
  }
  slot.get('description').text({ min: 1, max: 100, required: true });
  checkOptions(slot.get('options'), 0);
  if (totalCharacters(slot.value as Record<string, unknown>) > TOTAL_CHARACTERS) {
    slot.wrong(
      'APPLICATION_COMMAND_TOO_LARGE',
      `Command exceeds maximum size (${TOTAL_CHARACTERS})`,
    );
  }
}
