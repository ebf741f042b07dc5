// Uploaded files, beside the state file so that they outlive a restart.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file that came with a request. */
export interface Upload {
  /** n of files[n]; matches the `id` in the body's `attachments`. */
  key: string;
  filename: string;
  content_type: string;
  data: Buffer;
}

export class Files {
  private readonly inMemory = new Map<string, Buffer>();

  /** `folder` null keeps files in memory only. */
  constructor(private readonly folder: string | null) {}

  put(id: string, data: Buffer): void {
    if (this.folder === null) {
      this.inMemory.set(id, data);
      return;
    }
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(this.folder, id), data);
  }

  /** `id` must be a snowflake: it becomes a file's name. */
  get(id: string): Buffer | null {
    if (this.folder === null) return this.inMemory.get(id) ?? null;
    try {
      return readFileSync(join(this.folder, id));
    } catch {
      return null;
    }
  }

  clear(): void {
    this.inMemory.clear();
    if (this.folder !== null) rmSync(this.folder, { recursive: true, force: true });
  }
}
