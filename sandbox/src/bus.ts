// One event source, any number of listeners, called in the order in which they came.

export class Bus<Event> {
  private listeners = new Set<(event: Event) => void>();

  /** Returns the function that ends the subscription. */
  on(listener: (event: Event) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  emit(event: Event): void {
    for (const listener of [...this.listeners]) listener(event);
  }
}

/**
 * Resolves with the first event that `wanted` accepts (returns something other than undefined),
 * rejects after `timeoutMs` with a sentence that names `what`.
 */
export function waitFor<Event, Result>(
  bus: Bus<Event>,
  what: string,
  timeoutMs: number,
  wanted: (event: Event) => Result | undefined,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const end = bus.on((event) => {
      const result = wanted(event);
      if (result === undefined) return;
      clearTimeout(timer);
      end();
      resolve(result);
    });
    const timer = setTimeout(() => {
      end();
      reject(new Error(`waited ${timeoutMs} ms in vain for ${what}`));
    }, timeoutMs);
  });
}

export const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));
