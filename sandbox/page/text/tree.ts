// What the markdown reader makes of a message: a small tree of plain values. The view turns
// each node into an element of its own, so a message's text never becomes HTML by itself.

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'bold' | 'italic' | 'underline' | 'strike' | 'spoiler'; children: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'link'; url: string; children: Inline[] }
  | { kind: 'user' | 'role' | 'channel'; id: string }
  | { kind: 'everyone'; text: string }
  | { kind: 'command'; name: string; id: string }
  | { kind: 'emoji'; name: string }
  | { kind: 'time'; unix: number; style: TimeStyle };

export type Block =
  | { kind: 'paragraph'; children: Inline[] }
  | { kind: 'heading'; level: 1 | 2 | 3; children: Inline[] }
  | { kind: 'subtext'; children: Inline[] }
  | { kind: 'code-block'; language: string; text: string }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'list'; items: ListItem[] };

/** One line of a list. Lists are kept flat with a depth, so that no input can nest them deeply. */
export interface ListItem {
  depth: number;
  /** The number to show, or null for a bullet. */
  number: number | null;
  children: Inline[];
}

export const TIME_STYLES = ['t', 'T', 'd', 'D', 'f', 'F', 's', 'S', 'R'] as const;
export type TimeStyle = (typeof TIME_STYLES)[number];

export type Wrap = 'bold' | 'italic' | 'underline' | 'strike' | 'spoiler';
