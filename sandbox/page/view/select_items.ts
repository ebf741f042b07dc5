// What a select offers: its own options, or the server's people, roles and channels.

import type { APIChannelSelectComponent, APISelectMenuComponent } from 'discord-api-types/v10';
import type { World } from '../api/types.ts';
import { PART } from '../command/discord.ts';
import { hexColor, nameOfMember, nameOfUser, type Place } from '../state/names.ts';
import type { SelectItem } from './select.tsx';

export function itemsOf(
  part: APISelectMenuComponent,
  world: World,
  place: Place | null,
): SelectItem[] {
  switch (part.type) {
    case PART.stringSelect:
      return part.options.map(({ value, label, description, emoji }) => ({
        value,
        label,
        description,
        emoji: emoji?.id ? undefined : emoji?.name,
      }));
    case PART.userSelect:
      return users(world, place);
    case PART.roleSelect:
      return roles(place);
    case PART.mentionableSelect:
      return [...users(world, place), ...roles(place)];
    default:
      return channels((part as APIChannelSelectComponent).channel_types, place);
  }
}

function channels(
  types: APIChannelSelectComponent['channel_types'],
  place: Place | null,
): SelectItem[] {
  return (place?.guild?.channels ?? [])
    .filter(({ type }) => !types?.length || (types as number[]).includes(type))
    .map(({ id, name }) => ({ value: id, label: `#${name}` }));
}

function users(world: World, place: Place | null): SelectItem[] {
  const members = place?.guild?.members;
  if (members) {
    return members.map((member) => ({
      value: member.user.id,
      label: nameOfMember(member),
      description: member.user.username,
      color: member.user.avatar_color,
    }));
  }
  const me = { value: world.me.id, label: world.me.display_name, color: world.me.avatar };
  const other = place?.recipient;
  if (!other) return [me];
  return [me, { value: other.id, label: nameOfUser(other), color: other.avatar_color }];
}

function roles(place: Place | null): SelectItem[] {
  return (place?.guild?.roles ?? []).map(({ id, name, color }) => ({
    value: id,
    label: name.startsWith('@') ? name : `@${name}`,
    color: color ? hexColor(color) : null,
  }));
}

export function defaultsOf(part: APISelectMenuComponent): string[] {
  if (part.type === PART.stringSelect) {
    return part.options.filter((option) => option.default).map(({ value }) => value);
  }
  return (part.default_values ?? []).map(({ id }) => id);
}
