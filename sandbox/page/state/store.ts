import { useEffect, useState } from 'preact/hooks';

/** A value that can be watched. Changes of one turn reach the watchers together. */
export class Store<T extends object> {
  private readonly watchers = new Set<() => void>();
  private told = true;

  constructor(private value: T) {}

  get(): T {
    return this.value;
  }

  set(change: Partial<T> | ((value: T) => Partial<T>)): void {
    const part = typeof change === 'function' ? change(this.value) : change;
    this.value = { ...this.value, ...part };
    if (!this.told) return;
    this.told = false;
    queueMicrotask(() => {
      this.told = true;
      for (const watcher of this.watchers) watcher();
    });
  }

  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }
}

export function useStore<T extends object>(store: Store<T>): T {
  const [value, setValue] = useState(store.get());
  useEffect(() => {
    setValue(store.get());
    return store.watch(() => setValue(store.get()));
  }, [store]);
  return value;
}
