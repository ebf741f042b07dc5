// Which addresses may become links. Everything else stays text: an address comes from whoever
// wrote the message, and "javascript:" in one would run in the reader's page.

const MAX_URL = 2048;
const BARE_URL = /^https?:\/\/[^\s<>"]+/i;
const TARGET =
  /^\s{0,9}(?:<([^<>\s]*)>|((?:[^\s()<>]|\([^\s()<>]*\))+))(?:\s{1,9}"[^"\n]{0,180}")?\s{0,9}\)/;

/** The address in its normal form if it may be a link (http or https), else null. */
export function safeUrl(text: string): string | null {
  if (text.length > MAX_URL || !/^https?:\/\//i.test(text)) return null;
  try {
    const url = new URL(text);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
  } catch {
    return null;
  }
}

export interface Found {
  url: string;
  /** Where the text after the address begins. */
  end: number;
}

/** A bare address that starts at `at`; punctuation that ends a sentence is not part of it. */
export function bareUrl(source: string, at: number): Found | null {
  const match = BARE_URL.exec(source.slice(at, at + MAX_URL));
  if (!match) return null;
  const text = withoutTail(match[0]);
  const url = safeUrl(text);
  return url === null ? null : { url, end: at + text.length };
}

function withoutTail(text: string): string {
  let end = text.length;
  let open = 0;
  for (const char of text) open += char === '(' ? 1 : char === ')' ? -1 : 0;
  while (end > 0) {
    const last = text.charAt(end - 1);
    if (last === ')' && open < 0) open += 1;
    else if (!/[.,:;!?'*_~|\]]/.test(last)) break;
    end -= 1;
  }
  return text.slice(0, end);
}

/** The target of `[text](target)` whose "(" stands at `open`. */
export function linkTarget(source: string, open: number): Found | null {
  const part = source.slice(open + 1, open + 1 + MAX_URL + 200);
  const match = TARGET.exec(part);
  if (!match) return null;
  const url = safeUrl(match[1] ?? match[2] ?? '');
  return url === null ? null : { url, end: open + 1 + match[0].length };
}
