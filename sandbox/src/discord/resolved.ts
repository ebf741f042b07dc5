// The `resolved` part of an interaction: the things behind the ids that a person chose.

import { Refused } from '../refused.ts';
import { memberObject, messageObject, partialChannel, roleObject, userObject } from './objects.ts';
import { inGuild } from './permissions.ts';
import type { Message } from './state.ts';
import type { Place, World } from './world.ts';

type Json = Record<string, unknown>;
type Kind = 'users' | 'members' | 'roles' | 'channels' | 'messages';

export class Resolver {
  private readonly found: Partial<Record<Kind, Record<string, Json>>> = {};

  constructor(
    private readonly world: World,
    private readonly place: Place,
    private readonly userId: string,
  ) {}

  /** Undefined when nothing was resolved. */
  result(): Json | undefined {
    return Object.keys(this.found).length > 0 ? this.found : undefined;
  }

  private keep(kind: Kind, id: string, object: Json): string {
    (this.found[kind] ??= {})[id] = object;
    return id;
  }

  user(value: unknown): string {
    const user = this.world.findUser(String(value));
    if (!user) throw new Refused(400, 'That person does not exist.');
    const { guild } = this.place;
    const member = guild && this.world.member(guild, user.id);
    if (guild && member) {
      const { user: _u, deaf: _d, mute: _m, ...rest } = memberObject(member);
      this.keep('members', user.id, { ...rest, permissions: String(inGuild(guild, user.id)) });
    }
    return this.keep('users', user.id, userObject(user));
  }

  role(value: unknown): string {
    const role = this.place.guild?.roles.find((one) => one.id === value);
    if (!role) throw new Refused(400, 'That role does not exist.');
    return this.keep('roles', role.id, roleObject(role));
  }

  channel(value: unknown, types?: number[]): string {
    const place = this.world.findPlace(String(value));
    const here = place?.channel && place.guild === this.place.guild;
    if (!place || !here || !this.world.maySee(place, this.userId)) {
      throw new Refused(400, 'That channel does not exist.');
    }
    if (types && types.length > 0 && !types.includes(place.channel!.type)) {
      throw new Refused(400, 'A channel of that kind cannot be chosen here.');
    }
    return this.keep('channels', place.id, partialChannel(this.world, place, this.userId));
  }

  mentionable(value: unknown): string {
    const isRole = this.place.guild?.roles.some((one) => one.id === value);
    return isRole ? this.role(value) : this.user(value);
  }

  message(message: Message): string {
    return this.keep('messages', message.id, messageObject(this.world, message));
  }
}
