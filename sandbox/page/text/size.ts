const UNITS = ['bytes', 'KB', 'MB', 'GB'] as const;

/** A file's size for people: "812 bytes", "1.4 MB". */
export function fileSize(bytes: number): string {
  let size = Math.max(0, bytes);
  let unit = 0;
  while (size >= 1000 && unit < UNITS.length - 1) {
    size /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || size >= 100 ? 0 : 1;
  const shown = size.toFixed(digits).replace(/\.0$/, '');
  return unit === 0 && shown === '1' ? '1 byte' : `${shown} ${UNITS[unit]}`;
}
