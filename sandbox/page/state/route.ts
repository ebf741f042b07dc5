// The address of the page names who I am and where: #/as/USER/CHANNEL. Everything that leads
// somewhere is therefore a plain link, and a second tab can be a second person.

export interface Route {
  user: string | null;
  channel: string | null;
}

export function readRoute(hash: string): Route {
  const match = /^#\/as\/(\d{1,20})(?:\/(\d{1,20}))?\/?$/.exec(hash);
  return { user: match?.[1] ?? null, channel: match?.[2] ?? null };
}

export function routeTo(user: string, channel?: string | null): string {
  return channel ? `#/as/${user}/${channel}` : `#/as/${user}`;
}
