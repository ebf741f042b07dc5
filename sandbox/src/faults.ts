// Things that go wrong on purpose in REST.

export interface RestFault {
  /** Any when absent. */
  method?: string;
  /** A regular expression that the path below /api/v10 must match; any when absent. */
  path?: string;
  /** How often; 1 unless told. */
  times?: number;
  /** Do the work first, then spoil the answer. */
  after?: boolean;
  /** Wait this long first. Alone, the answer is only slow. */
  delay_ms?: number;
  /** Answer with this status (a 5xx without JSON, as a proxy in front of Discord does). */
  status?: number;
  /** Answer 429 with this pause, in seconds. */
  retry_after?: number;
  /** That 429 is the global one, or of a shared resource. */
  scope?: 'user' | 'global' | 'shared';
  /** Cut the connection: at once, or in the middle of the answer. */
  close?: 'before' | 'middle';
}

interface Planned {
  fault: RestFault;
  left: number;
}

export class Faults {
  private planned: Planned[] = [];

  add(fault: RestFault): void {
    if (fault.path !== undefined) new RegExp(fault.path);
    this.planned.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.planned = [];
  }

  /** The first fault planned for this request, used up by one. */
  take(method: string, path: string): RestFault | null {
    const found = this.planned.find(
      ({ fault }) =>
        (fault.method === undefined || fault.method === method) &&
        (fault.path === undefined || new RegExp(fault.path).test(path)),
    );
    if (!found) return null;
    found.left -= 1;
    if (found.left <= 0) this.planned = this.planned.filter((one) => one !== found);
    return found.fault;
  }
}

/** A name for the log. */
export function faultName(fault: RestFault): string {
  if (fault.close) return `close ${fault.close}`;
  if (fault.retry_after !== undefined) return '429';
  return fault.status !== undefined ? String(fault.status) : 'slow';
}
