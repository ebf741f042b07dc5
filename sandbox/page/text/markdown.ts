// Discord's block markdown: fences, quotes, headings, subtext and lists, line by line; what is left
// are paragraphs. Source of the rules: Discord's help page on markdown and how its client behaves.

import { readInline } from './inline.ts';
import type { Block, Inline, ListItem } from './tree.ts';

/** Discord allows 4,000 characters; beyond this the text is shown as it is. */
export const MAX_FORMATTED = 16_384;
const MAX_DEPTH = 4;

const HEADING = /^(#{1,3})\s+(\S.*)$/;
const SUBTEXT = /^-#\s+(\S.*)$/;
const ITEM = /^( {0,40})(?:([-*])|(\d{1,9})\.)\s+(\S.*)$/;

interface Lines {
  rest: string[];
  quoted: boolean;
}

/** Reads a whole message. Any text is accepted; nothing throws. */
export function readMarkdown(source: string): Block[] {
  const text = source.replace(/\r\n?/g, '\n');
  const blocks = readBlocks({ rest: text.slice(0, MAX_FORMATTED).split('\n'), quoted: false });
  if (text.length > MAX_FORMATTED) {
    const children: Inline[] = [{ kind: 'text', text: text.slice(MAX_FORMATTED) }];
    blocks.push({ kind: 'paragraph', children });
  }
  return blocks;
}

function readBlocks(lines: Lines): Block[] {
  const blocks: Block[] = [];
  const reader = new BlockReader(lines.rest, lines.quoted, blocks);
  reader.read();
  return blocks;
}

class BlockReader {
  private paragraph: string[] = [];
  private at = 0;

  constructor(
    private readonly lines: string[],
    private readonly quoted: boolean,
    private readonly blocks: Block[],
  ) {}

  read(): void {
    while (this.at < this.lines.length) {
      const line = this.lines[this.at] as string;
      if (this.quote(line) || this.heading(line) || this.list(line) || this.fence(line)) continue;
      this.paragraph.push(line);
      this.at += 1;
    }
    this.endParagraph();
  }

  private endParagraph(): void {
    const text = this.paragraph.join('\n');
    this.paragraph = [];
    if (text.trim() === '') return;
    this.blocks.push({ kind: 'paragraph', children: readInline(text) });
  }

  private push(block: Block): true {
    this.endParagraph();
    this.blocks.push(block);
    return true;
  }

  private quote(line: string): boolean {
    if (this.quoted) return false;
    if (/^\s*>>> /.test(line)) {
      const rest = this.lines
        .slice(this.at)
        .map((l, i) => (i === 0 ? l.replace(/^\s*>>> /, '') : l));
      this.at = this.lines.length;
      return this.push({ kind: 'quote', blocks: readBlocks({ rest, quoted: true }) });
    }
    const rest: string[] = [];
    while (/^\s*>( |$)/.test(this.lines[this.at] ?? '')) {
      rest.push((this.lines[this.at] as string).replace(/^\s*> ?/, ''));
      this.at += 1;
    }
    if (rest.length === 0) return false;
    return this.push({ kind: 'quote', blocks: readBlocks({ rest, quoted: true }) });
  }

  private heading(line: string): boolean {
    const heading = HEADING.exec(line);
    const subtext = heading ? null : SUBTEXT.exec(line);
    if (!heading && !subtext) return false;
    this.at += 1;
    if (subtext) return this.push({ kind: 'subtext', children: readInline(subtext[1] ?? '') });
    const level = (heading?.[1] ?? '#').length as 1 | 2 | 3;
    return this.push({ kind: 'heading', level, children: readInline(heading?.[2] ?? '') });
  }

  private list(line: string): boolean {
    if (!ITEM.test(line)) return false;
    const items: ListItem[] = [];
    for (let match = ITEM.exec(line); match; match = ITEM.exec(this.lines[this.at] ?? '')) {
      items.push(listItem(match, items));
      this.at += 1;
    }
    return this.push({ kind: 'list', items });
  }

  /** A fence may begin in the middle of a line; without its end it is plain text. */
  private fence(line: string): boolean {
    const start = line.indexOf('```');
    if (start < 0 || line.charAt(start - 1) === '\\') return false;
    const close = this.fenceEnd(start + 3);
    if (!close) return false;
    const opening = line.slice(start + 3);
    const inner = [opening, ...this.lines.slice(this.at + 1, close.line)];
    const last = this.lines[close.line] as string;
    if (close.line === this.at) inner[0] = line.slice(start + 3, close.column);
    else inner.push(last.slice(0, close.column));
    const block = codeBlock(inner);
    if (block.text.trim() === '') return false;
    if (start > 0) this.paragraph.push(line.slice(0, start));
    this.push(block);
    this.continueAfter(close, last);
    return true;
  }

  private fenceEnd(from: number): { line: number; column: number } | null {
    for (let line = this.at; line < this.lines.length; line += 1) {
      const column = (this.lines[line] as string).indexOf('```', line === this.at ? from : 0);
      if (column >= 0) return { line, column };
    }
    return null;
  }

  private continueAfter(close: { line: number; column: number }, last: string): void {
    const rest = last.slice(close.column + 3);
    this.at = close.line;
    if (rest.trim() === '') this.at += 1;
    else this.lines[close.line] = rest;
  }
}

function codeBlock(lines: string[]): { kind: 'code-block'; language: string; text: string } {
  const first = lines[0] ?? '';
  const named = lines.length > 1 && /^[\w+#.-]{1,20}$/.test(first);
  const body = named ? lines.slice(1) : lines;
  const text = body.join('\n').replace(/^\n+|\n+$/g, '');
  return { kind: 'code-block', language: named ? first : '', text };
}

function listItem(match: RegExpExecArray, before: readonly ListItem[]): ListItem {
  const indent = Math.floor((match[1] ?? '').length / 2);
  const deepest = (before[before.length - 1]?.depth ?? -1) + 1;
  const depth = Math.min(indent, deepest, MAX_DEPTH);
  const children = readInline(match[4] ?? '');
  if (match[3] === undefined) return { depth, number: null, children };
  const twin = lastAt(before, depth);
  const number = twin?.number === null || twin === undefined ? Number(match[3]) : twin.number + 1;
  return { depth, number, children };
}

/** The item this one continues: the last of its depth with nothing shallower in between. */
function lastAt(items: readonly ListItem[], depth: number): ListItem | undefined {
  for (let at = items.length - 1; at >= 0; at -= 1) {
    const item = items[at] as ListItem;
    if (item.depth === depth) return item;
    if (item.depth < depth) return undefined;
  }
  return undefined;
}
