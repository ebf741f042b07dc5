import type { JSX } from 'preact';

interface Props {
  name: string;
  color: string | null | undefined;
  size?: 'small' | 'medium' | 'large';
  status?: string;
}

const PALETTE = ['#8a5a2b', '#2f6f5e', '#4a5fa8', '#8c4466', '#5b5f97', '#6b7a2a'];

/** A coloured disc with initials. It says nothing that the name beside it does not say. */
export function Avatar({ name, color, size = 'medium', status }: Props): JSX.Element {
  const background = safeColor(color) ?? PALETTE[sum(name) % PALETTE.length] ?? '#555';
  return (
    <span
      class={`avatar avatar-${size}`}
      style={{ background, color: inkOn(background) }}
      aria-hidden="true"
    >
      {initials(name)}
      {status && <span class={`status status-${status === 'online' ? 'online' : 'offline'}`} />}
    </span>
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words[words.length - 1]] : [words[0]];
  return letters.map((word) => [...(word ?? '?')][0]?.toUpperCase() ?? '').join('');
}

function safeColor(color: string | null | undefined): string | null {
  return color && /^#[0-9a-f]{6}$/i.test(color) ? color : null;
}

/** Black or white, whichever can be read on the colour (WCAG relative luminance). */
function inkOn(color: string): string {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16) / 255);
  const linear = [r, g, b].map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  const luminance =
    0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0);
  return luminance > 0.2 ? '#14161a' : '#ffffff';
}

function sum(text: string): number {
  return [...text].reduce((total, char) => total + (char.codePointAt(0) ?? 0), 0);
}

/** A name in the colour of its highest role. */
export function RoleName({ name, color }: { name: string; color: string | null }): JSX.Element {
  return color ? (
    <span class="role-name" style={{ '--role': color }}>
      {name}
    </span>
  ) : (
    <span class="role-name">{name}</span>
  );
}
