import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readInline } from '../text/inline.ts';
import { safeUrl } from '../text/links.ts';
import { readMarkdown } from '../text/markdown.ts';
import type { Block, Inline, ListItem } from '../text/tree.ts';

/** A tree in one line: b(bold) i(italic) … so that the tables below can be read. */
function show(nodes: readonly Inline[]): string {
  return nodes.map(showNode).join('');
}

function showNode(node: Inline): string {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'code':
      return `code(${node.text})`;
    case 'link':
      return `link(${node.url}|${show(node.children)})`;
    case 'user':
    case 'role':
    case 'channel':
      return `${node.kind}(${node.id})`;
    case 'everyone':
      return `all(${node.text})`;
    case 'command':
      return `command(${node.name}|${node.id})`;
    case 'emoji':
      return `emoji(${node.name})`;
    case 'time':
      return `time(${node.unix}|${node.style})`;
    default:
      return `${node.kind}(${show(node.children)})`;
  }
}

function showItem({ depth: deep, number, children }: ListItem): string {
  return `${deep}${number ?? '-'}:${show(children)}`;
}

function showBlock(block: Block): string {
  switch (block.kind) {
    case 'quote':
      return `quote[${block.blocks.map(showBlock).join(' ')}]`;
    case 'list':
      return `list[${block.items.map(showItem).join(' ')}]`;
    case 'code-block':
      return `fence(${block.language}|${block.text})`;
    case 'heading':
      return `h${block.level}(${show(block.children)})`;
    default:
      return `${block.kind[0]}(${show(block.children)})`;
  }
}

const inlineCases: readonly (readonly [string, string])[] = [
  ['**bold** and *it* or _it_', 'bold(bold) and italic(it) or italic(it)'],
  ['__under__ ~~gone~~ ||hush||', 'underline(under) strike(gone) spoiler(hush)'],
  ['***both***', 'bold(italic(both))'],
  ['***a** b*', 'italic(bold(a) b)'],
  ['*a **b***', 'italic(a bold(b))'],
  ['**a *b***', 'bold(a italic(b))'],
  ['__*x*__', 'underline(italic(x))'],
  ['snake_case_name', 'snake_case_name'],
  ['5*3 and *foo*', '5*3 and italic(foo)'],
  ['2 ** 3', '2 ** 3'],
  ['****', '****'],
  ['**open', '**open'],
  ['* not a mark *', '* not a mark *'],
  ['`**no**` ``a`b``', 'code(**no**) code(a`b)'],
  ['`open', '`open'],
  ['\\*\\*plain\\*\\* \\<@1>', '**plain** <@1>'],
  ['back\\slash \\', 'back\\slash \\'],
  ['<@12> <@!13> <@&14> <#15>', 'user(12) user(13) role(14) channel(15)'],
  ['@everyone @here me@hereby', 'all(@everyone) all(@here) meall(@here)by'],
  ['</roles employee add:99>', 'command(roles employee add|99)'],
  ['<:smile:123> <a:dance:4>', 'emoji(smile) emoji(dance)'],
  ['<t:1700000000> <t:1700000000:R> <t:-1:d>', 'time(1700000000|f) time(1700000000|R) time(-1|d)'],
  ['<t:99999999999999:R> <t:1:x>', '<t:99999999999999:R> <t:1:x>'],
  ['[text](https://a.example/x)', 'link(https://a.example/x|text)'],
  ['[**b**](<https://a.example/>)', 'link(https://a.example/|bold(b))'],
  ['[t](https://a.example/ "title")', 'link(https://a.example/|t)'],
  ['[w](https://a.example/x_(y))', 'link(https://a.example/x_(y)|w)'],
  ['see https://a.example/a_b_c.', 'see link(https://a.example/a_b_c|https://a.example/a_b_c).'],
  ['(https://a.example/)', '(link(https://a.example/|https://a.example/))'],
  ['<https://a.example/>', 'link(https://a.example/|https://a.example/)'],
];

test('inline markdown reads as Discord shows it', () => {
  for (const [source, expected] of inlineCases)
    assert.equal(show(readInline(source)), expected, source);
});

const blockCases: readonly (readonly [string, string])[] = [
  ['one\ntwo', 'p(one\ntwo)'],
  ['# A\n## B\n### C\n#### D', 'h1(A) h2(B) h3(C) p(#### D)'],
  ['#hash', 'p(#hash)'],
  ['-# small', 's(small)'],
  ['> a\n> b\nc', 'quote[p(a\nb)] p(c)'],
  ['>>> a\n# b', 'quote[p(a) h1(b)]'],
  ['> > a', 'quote[p(> a)]'],
  ['- a\n  - b\n- c', 'list[0-:a 1-:b 0-:c]'],
  ['1. a\n1. b\n7. c', 'list[01:a 02:b 03:c]'],
  ['5. a\n   - x\n9. b', 'list[05:a 1-:x 06:b]'],
  ['```js\nlet a = "**"\n```', 'fence(js|let a = "**")'],
  ['a ```b``` c', 'p(a ) fence(|b) p( c)'],
  ['```\nopen', 'p(```\nopen)'],
  ['> ```\n> x\n> ```', 'quote[fence(|x)]'],
  ['', ''],
];

test('block markdown reads as Discord shows it', () => {
  for (const [source, expected] of blockCases) {
    assert.equal(readMarkdown(source).map(showBlock).join(' '), expected, JSON.stringify(source));
  }
});

test('only http and https become links', () => {
  const bad = [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    '//evil.example',
    'java\nscript:alert(1)',
    'https:',
    'http://',
  ];
  for (const url of bad) {
    assert.equal(safeUrl(url), null, url);
    const shown = show(readInline(`[x](${url}) <${url}> ${url}`));
    assert.ok(!shown.includes('link('), shown);
  }
  assert.equal(safeUrl('HTTPS://A.example'), 'https://a.example/');
  assert.equal(safeUrl(`https://a.example/${'x'.repeat(3000)}`), null);
});

test('html is text', () => {
  const source = `<script>alert(1)</script><img src=x onerror='alert(1)'>&lt;`;
  assert.deepEqual(readInline(source), [{ kind: 'text', text: source }]);
});

const hostile = [
  '*',
  '**',
  '_',
  '__',
  '~~',
  '||',
  '`',
  '``a`',
  '[',
  '[a](',
  '[a](https://a.example/',
  '](',
  '<',
  '<@',
  '<t:',
  '\\',
  '> ',
  '- ',
  '```',
  '``````',
  '\n```',
  '#',
  '# ',
  'h',
  'http://',
  'https://a(',
  '*a ',
  '**a *b ',
  '***a',
  '@',
  '(',
  '<https://',
  '  - a\n',
  '1. ',
  'a_',
  '_a',
  '>>> ',
];

test('a hundred thousand hostile characters are read quickly and not deeply', () => {
  for (const piece of hostile) {
    const source = piece.repeat(Math.ceil(100_000 / piece.length)).slice(0, 100_000);
    const start = performance.now();
    const blocks = readMarkdown(source);
    const inline = readInline(source);
    const took = performance.now() - start;
    assert.ok(took < 4000, `${JSON.stringify(piece)} took ${took} ms`);
    assert.ok(depth(blocks) <= 16 && depth(inline) <= 16, `${JSON.stringify(piece)} is too deep`);
  }
});

function depth(nodes: readonly unknown[]): number {
  let deepest = 0;
  for (const node of nodes as { children?: unknown[]; blocks?: unknown[]; items?: unknown[] }[]) {
    const below = [node.children, node.blocks, node.items].map((list) => (list ? depth(list) : 0));
    deepest = Math.max(deepest, 1 + Math.max(...below));
  }
  return deepest;
}

/** The text alone, without marks, whether they were understood or not. */
function words(nodes: readonly Inline[]): string {
  const parts = nodes.map((node) => ('children' in node ? words(node.children) : showNode(node)));
  return parts.join('').replace(/[*|~]/g, '');
}

test('no text is lost when marks stay open', () => {
  for (const piece of ['*a ', '**a *b ', '||x ~~y ', '[a](b) ']) {
    const source = piece.repeat(50) + 'end';
    assert.equal(words(readInline(source)), source.replace(/[*|~]/g, ''), piece);
  }
});
