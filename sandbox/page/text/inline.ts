// Discord's inline markdown, read in one pass. Each mark (bold, italic …) is open at most once at
// a time, so the tree is never deeper than there are marks, and no text is looked at twice for a
// closing mark that is not there: the work is linear in the length, whatever is sent.

import { bareUrl, linkTarget, type Found } from './links.ts';
import { isTimeStyle, isUnix } from './timestamp.ts';
import type { Inline, Wrap } from './tree.ts';

interface Frame {
  wrap: Wrap | null;
  mark: string;
  start: number;
  children: Inline[];
}

const DOUBLE: Readonly<Record<string, Wrap>> = {
  '**': 'bold',
  __: 'underline',
  '~~': 'strike',
  '||': 'spoiler',
};

const ESCAPABLE = /[\\`*_{}[\]()#+\-.!|~<>:@&/^"'=$%,;?]/;
const WORD = /[\p{L}\p{N}_]/u;
/** Mentions, command mentions, custom emoji and timestamps, by the name of what they are. */
const TAG = new RegExp(
  [
    '<(?:@!?(?<user>\\d{1,20})',
    '@&(?<role>\\d{1,20})',
    '#(?<channel>\\d{1,20})',
    '/(?<command>[^:<>\\n]{1,100}):(?<commandId>\\d{1,20})',
    'a?:(?<emoji>\\w{2,32}):\\d{1,20}',
    't:(?<unix>-?\\d{1,14})(?::(?<style>[a-zA-Z]))?)>',
  ].join('|'),
  'y',
);

class Reader {
  private readonly frames: Frame[] = [{ wrap: null, mark: '', start: -1, children: [] }];
  private readonly brackets: ReadonlyMap<number, number>;
  private readonly lastTicks = new Map<number, number>();
  private text = '';
  private at = 0;

  constructor(
    private readonly source: string,
    private readonly inLink: boolean,
  ) {
    this.brackets = inLink ? new Map() : matchBrackets(source);
    for (const run of source.matchAll(/`+/g)) this.lastTicks.set(run[0].length, run.index);
  }

  read(): Inline[] {
    while (this.at < this.source.length) this.step();
    while (this.frames.length > 1) this.dropTop();
    this.flush();
    return this.top().children;
  }

  private step(): void {
    const char = this.source.charAt(this.at);
    if (char === '\\' && this.escape()) return;
    if (char === '`' && this.code()) return;
    if (char === '<' && this.tag()) return;
    if (char === '[' && this.link()) return;
    if ((char === 'h' || char === 'H') && this.bare()) return;
    if (char === '@' && this.everyone()) return;
    if ('*_~|'.includes(char) && this.mark(char)) return;
    this.text += char;
    this.at += 1;
  }

  private top(): Frame {
    return this.frames[this.frames.length - 1] as Frame;
  }

  private flush(): void {
    if (this.text === '') return;
    this.top().children.push({ kind: 'text', text: this.text });
    this.text = '';
  }

  private push(node: Inline, end: number): true {
    this.flush();
    this.top().children.push(node);
    this.at = end;
    return true;
  }

  private escape(): boolean {
    const next = this.source.charAt(this.at + 1);
    if (next === '' || !ESCAPABLE.test(next)) return false;
    this.text += next;
    this.at += 2;
    return true;
  }

  private code(): boolean {
    const length = runLength(this.source, this.at, '`');
    const start = this.at + length;
    for (let from = start; from <= (this.lastTicks.get(length) ?? -1);) {
      const close = this.source.indexOf('`', from);
      const closing = runLength(this.source, close, '`');
      if (closing === length) {
        const inner = this.source.slice(start, close);
        return this.push({ kind: 'code', text: trimTicks(inner) }, close + length);
      }
      from = close + closing;
    }
    this.text += '`'.repeat(length);
    this.at = start;
    return true;
  }

  private tag(): boolean {
    TAG.lastIndex = this.at;
    const match = TAG.exec(this.source);
    if (match) {
      const node = tagNode(match.groups ?? {});
      return node !== null && this.push(node, this.at + match[0].length);
    }
    const found = this.inLink ? null : bareUrl(this.source, this.at + 1);
    if (!found || this.source.charAt(found.end) !== '>') return false;
    return this.pushLink(found, found.end + 1);
  }

  private link(): boolean {
    const close = this.brackets.get(this.at);
    if (close === undefined || this.source.charAt(close + 1) !== '(') return false;
    const target = linkTarget(this.source, close + 1);
    const label = this.source.slice(this.at + 1, close);
    if (!target || label.trim() === '') return false;
    const children = new Reader(label, true).read();
    return this.push({ kind: 'link', url: target.url, children }, target.end);
  }

  private bare(): boolean {
    if (this.inLink || WORD.test(this.source.charAt(this.at - 1))) return false;
    const found = bareUrl(this.source, this.at);
    return found !== null && this.pushLink(found, found.end);
  }

  private pushLink(found: Found, end: number): true {
    const children: Inline[] = [{ kind: 'text', text: found.url }];
    return this.push({ kind: 'link', url: found.url, children }, end);
  }

  private everyone(): boolean {
    const word = ['@everyone', '@here'].find((name) => this.source.startsWith(name, this.at));
    return word !== undefined && this.push({ kind: 'everyone', text: word }, this.at + word.length);
  }

  private mark(char: string): boolean {
    const double = DOUBLE[char + char];
    const twice = this.source.charAt(this.at + 1) === char;
    const thrice = twice && this.source.charAt(this.at + 2) === char;
    if (thrice && this.top().mark === char) return this.single(char);
    if (double && twice) return this.toggle(double, char + char);
    if (char === '*' || char === '_') return this.single(char);
    return false;
  }

  private isOpen(mark: string): boolean {
    return this.frames.some((frame) => frame.mark === mark);
  }

  private single(char: string): boolean {
    const before = this.source.charAt(this.at - 1);
    const after = this.source.charAt(this.at + 1);
    const open = this.isOpen(char);
    if (open && /\S/.test(before) && !(char === '_' && WORD.test(after))) {
      return this.toggle('italic', char);
    }
    if (!/\S/.test(after) || (char === '_' && WORD.test(before))) return false;
    if (open) this.dropTo(char);
    return this.toggle('italic', char);
  }

  private toggle(wrap: Wrap, mark: string): true {
    this.flush();
    if (this.isOpen(mark)) this.close(mark);
    else this.frames.push({ wrap, mark, start: this.at, children: [] });
    this.at += mark.length;
    return true;
  }

  private close(mark: string): void {
    this.swapTwins(mark);
    while (this.top().mark !== mark) this.dropTop();
    const frame = this.top();
    if (frame.children.length === 0) return this.keepEmpty(frame);
    this.frames.pop();
    if (frame.wrap) this.top().children.push({ kind: frame.wrap, children: frame.children });
  }

  /** "****" marks nothing: it stays as it was typed. */
  private keepEmpty(frame: Frame): void {
    this.frames.pop();
    this.top().children.push({ kind: 'text', text: frame.mark + frame.mark });
  }

  /** "***a** b*": two marks opened by one run may close in either order. */
  private swapTwins(mark: string): void {
    const inner = this.top();
    const outer = this.frames[this.frames.length - 2];
    if (!outer || outer.mark !== mark || outer.mark.charAt(0) !== inner.mark.charAt(0)) return;
    if (inner.start !== outer.start + outer.mark.length || outer.children.length > 0) return;
    [inner.wrap, outer.wrap] = [outer.wrap, inner.wrap];
    [inner.mark, outer.mark] = [outer.mark, inner.mark];
  }

  private dropTo(mark: string): void {
    this.flush();
    while (this.isOpen(mark)) this.dropTop();
  }

  /** A mark that never closed is text. */
  private dropTop(): void {
    this.flush();
    const frame = this.frames.pop() as Frame;
    const parent = this.top().children;
    parent.push({ kind: 'text', text: frame.mark });
    for (const child of frame.children) parent.push(child);
  }
}

function tagNode(groups: Record<string, string | undefined>): Inline | null {
  const { user, role, channel, command, commandId, emoji, unix, style } = groups;
  if (user) return { kind: 'user', id: user };
  if (role) return { kind: 'role', id: role };
  if (channel) return { kind: 'channel', id: channel };
  if (command && commandId) return { kind: 'command', name: command, id: commandId };
  if (emoji) return { kind: 'emoji', name: emoji };
  const shown = style ?? 'f';
  if (!unix || !isUnix(Number(unix)) || !isTimeStyle(shown)) return null;
  return { kind: 'time', unix: Number(unix), style: shown };
}

function runLength(source: string, at: number, char: string): number {
  let end = at;
  while (source.charAt(end) === char) end += 1;
  return end - at;
}

function trimTicks(text: string): string {
  return text.replace(/^ (?=`)|(?<=`) $/g, '');
}

/** For each "[" the place of its "]". */
function matchBrackets(source: string): Map<number, number> {
  const pairs = new Map<number, number>();
  const open: number[] = [];
  for (let at = 0; at < source.length; at += 1) {
    const char = source.charAt(at);
    if (char === '\\') at += 1;
    else if (char === '[') open.push(at);
    else if (char === ']') {
      const start = open.pop();
      if (start !== undefined) pairs.set(start, at);
    }
  }
  return pairs;
}

/** Reads one run of text (which may hold line ends) into inline nodes. */
export function readInline(source: string): Inline[] {
  return joinTexts(new Reader(source, false).read());
}

function joinTexts(nodes: Inline[]): Inline[] {
  const joined: Inline[] = [];
  for (const node of nodes) {
    const last = joined[joined.length - 1];
    if (node.kind === 'text' && last?.kind === 'text') last.text += node.text;
    else if ('children' in node) joined.push({ ...node, children: joinTexts(node.children) });
    else joined.push(node);
  }
  return joined;
}
