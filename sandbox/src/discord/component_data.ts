// From a pressed button, a select or a filled modal to the `data` of an interaction.

import { Refused } from '../refused.ts';
import { COMPONENT, flatten } from './component_form.ts';
import { lengthOf } from './form.ts';
import { Resolver } from './resolved.ts';
import type { Message } from './state.ts';
import type { Place, World } from './world.ts';

type Json = Record<string, unknown>;

export interface Modal {
  custom_id: string;
  title: string;
  components: object[];
}

const no = (text: string): Refused => new Refused(400, text);

/** The component of that id, if a person can use it. */
export function usableComponent(message: Message, customId: unknown): Json {
  const component = flatten(message.components).find((one) => one['custom_id'] === customId);
  if (!component) throw new Refused(404, 'That button is no longer there.');
  if (component['disabled'] === true) throw no('That button is switched off.');
  return component;
}

export function componentData(
  world: World,
  place: Place,
  userId: string,
  message: Message,
  given: Json,
): Json {
  const component = usableComponent(message, given['custom_id']);
  const data: Json = {
    custom_id: component['custom_id'],
    component_type: component['type'],
    id: component['id'],
  };
  if (component['type'] === COMPONENT.BUTTON) return data;
  const resolver = new Resolver(world, place, userId);
  data['values'] = readChosen(
    component,
    given['values'],
    resolver,
    Number(component['min_values'] ?? 1),
  );
  const resolved = resolver.result();
  return resolved ? { ...data, resolved } : data;
}

function readChosen(component: Json, values: unknown, resolver: Resolver, min: number): string[] {
  const max = Number(component['max_values'] ?? 1);
  if (!Array.isArray(values) || values.length < min || values.length > max) {
    throw no(min === max ? `Choose ${min}.` : `Choose between ${min} and ${max}.`);
  }
  if (new Set(values).size < values.length) throw no('The same choice is given twice.');
  return values.map((value) => readOne(component, value, resolver));
}

function readOne(component: Json, value: unknown, resolver: Resolver): string {
  switch (component['type']) {
    case COMPONENT.USER_SELECT:
      return resolver.user(value);
    case COMPONENT.ROLE_SELECT:
      return resolver.role(value);
    case COMPONENT.MENTIONABLE_SELECT:
      return resolver.mentionable(value);
    case COMPONENT.CHANNEL_SELECT:
      return resolver.channel(value, component['channel_types'] as number[] | undefined);
    default: {
      const options = (component['options'] ?? []) as { value: string }[];
      if (!options.some((one) => one.value === value)) throw no('That choice is not offered.');
      return String(value);
    }
  }
}

/** What was given for an input: from a flat list, or from anywhere in Discord's nested one. */
function givenFor(given: unknown, customId: unknown): Json | undefined {
  if (!Array.isArray(given)) throw no('The form was not filled in.');
  return flatten(given as object[]).find((one) => one['custom_id'] === customId);
}

export function modalData(
  world: World,
  place: Place,
  userId: string,
  modal: Modal,
  given: Json,
): Json {
  const resolver = new Resolver(world, place, userId);
  const answer = (part: Json): Json => {
    const base: Json = { type: part['type'], id: part['id'] };
    if (Array.isArray(part['components'])) {
      return { ...base, components: (part['components'] as Json[]).map(answer) };
    }
    if (part['component']) return { ...base, component: answer(part['component'] as Json) };
    if (part['type'] === COMPONENT.TEXT_DISPLAY) return base;
    const got = givenFor(given['components'], part['custom_id']);
    if (part['type'] === COMPONENT.TEXT_INPUT) {
      return { ...base, custom_id: part['custom_id'], value: readInput(part, got?.['value']) };
    }
    const min = part['required'] === false ? 0 : Number(part['min_values'] ?? 1);
    const values = readChosen(part, got?.['values'] ?? [], resolver, min);
    return { ...base, custom_id: part['custom_id'], values };
  };
  const components = (modal.components as Json[]).map(answer);
  const resolved = resolver.result();
  return { custom_id: modal.custom_id, components, ...(resolved && { resolved }) };
}

function readInput(part: Json, value: unknown): string {
  const text = value === undefined || value === null ? '' : String(value);
  const name = String(part['label'] ?? part['custom_id']);
  const size = lengthOf(text);
  if (size === 0 && part['required'] === false) return '';
  const min = Number(part['min_length'] ?? 1);
  if (size < min || (size === 0 && part['required'] !== false)) {
    throw no(size === 0 ? `"${name}" is required.` : `"${name}" needs at least ${min} characters.`);
  }
  const max = Number(part['max_length'] ?? 4000);
  if (size > max) throw no(`"${name}" may have ${max} characters at most.`);
  return text;
}
