// Where people are online, as Discord tells it: a status for each device.
// Source: Discord's page "Gateway Events", Presence Update and Client Status.

import type { Guild, Member } from './state.ts';

export const DEVICES = ['desktop', 'mobile', 'web'] as const;
export type Device = (typeof DEVICES)[number];

export class Presences {
  private readonly devices = new Map<string, Device[]>();

  of(userId: string): Device[] {
    return this.devices.get(userId) ?? ['desktop'];
  }

  set(userId: string, devices: Device[]): void {
    const unknown = devices.find((one) => !DEVICES.includes(one));
    if (unknown !== undefined) throw new Error(`there is no device ${unknown}`);
    this.devices.set(userId, devices);
  }

  /** Without the server's id, as lists have it. */
  object(userId: string): object {
    const devices = this.of(userId);
    return {
      user: { id: userId },
      status: devices.length > 0 ? 'online' : 'offline',
      activities: [],
      client_status: Object.fromEntries(devices.map((one) => [one, 'online'])),
    };
  }

  update(guild: Guild, userId: string): object {
    return { ...this.object(userId), guild_id: guild.id };
  }

  /** Of those members who are online. */
  list(members: Member[]): object[] {
    const online = members.filter((one) => this.of(one.user_id).length > 0);
    return online.map((one) => this.object(one.user_id));
  }
}
