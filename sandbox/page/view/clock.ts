// One beat per second for everything on the page that shows how long ago something was.

import { useEffect, useState } from 'preact/hooks';

const watchers = new Set<(nowMs: number) => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function beat(): void {
  const now = Date.now();
  for (const watcher of watchers) watcher(now);
}

function watch(watcher: (nowMs: number) => void): () => void {
  watchers.add(watcher);
  timer ??= setInterval(beat, 1_000);
  return () => {
    watchers.delete(watcher);
    if (watchers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The time, again whenever `pauseMs` have passed. */
export function useNow(pauseMs: number): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    let last = Date.now();
    return watch((ms) => {
      if (ms - last < pauseMs - 100) return;
      last = ms;
      setNow(ms);
    });
  }, [pauseMs]);
  return now;
}
