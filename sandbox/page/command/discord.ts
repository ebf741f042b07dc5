// Discord's numbers that the page acts on, as in its API reference. The types come from
// discord-api-types; its enums would bring the whole package into the bundle.

export const COMMAND = { chat: 1, user: 2, message: 3 } as const;

export const OPTION = {
  sub: 1,
  group: 2,
  string: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  mentionable: 9,
  number: 10,
  attachment: 11,
} as const;

export const INTERACTION = { command: 2, component: 3, autocomplete: 4, modal: 5 } as const;

export const PART = {
  row: 1,
  button: 2,
  stringSelect: 3,
  textInput: 4,
  userSelect: 5,
  roleSelect: 6,
  mentionableSelect: 7,
  channelSelect: 8,
  text: 10,
  label: 18,
} as const;

export const STYLE = {
  primary: 1,
  secondary: 2,
  success: 3,
  danger: 4,
  link: 5,
  premium: 6,
} as const;

export const FLAG = { ephemeral: 64, loading: 128 } as const;

export const CHANNEL = { text: 0, dm: 1, voice: 2, category: 4, news: 5 } as const;
