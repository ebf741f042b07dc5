// Checks a body that came from outside and says everything that is wrong with it, in the shape
// of Discord's "Invalid Form Body": a tree along the path to each field, whose leaves are
// `_errors` with a code and a sentence.

import { ApiError } from './errors.ts';
import { isSnowflake } from './snowflake.ts';

type Path = readonly (string | number)[];
type Tree = { [key: string]: Tree | { code: string; message: string }[] };

export class Form {
  private readonly tree: Tree = {};
  private troubled = false;

  root(value: unknown): Slot {
    return new Slot(this, [], value);
  }

  add(path: Path, code: string, message: string): void {
    this.troubled = true;
    let node = this.tree;
    for (const step of path) node = (node[String(step)] ??= {}) as Tree;
    const list = (node['_errors'] ??= []) as { code: string; message: string }[];
    list.push({ code, message });
  }

  /** Throws when anything was wrong. */
  end(): void {
    if (this.troubled) throw new ApiError(400, 50035, 'Invalid Form Body', { errors: this.tree });
  }
}

export function invalidForm(path: Path, code: string, message: string): ApiError {
  const form = new Form();
  form.add(path, code, message);
  try {
    form.end();
  } catch (error) {
    return error as ApiError;
  }
  throw new Error('a form with a problem ended well');
}

interface Bounds {
  min?: number;
  max?: number;
  required?: boolean;
}

/** How Discord counts a text: in code points. */
export const lengthOf = (text: string): number => [...text].length;

/** One place in the body. Its readers return undefined when it is absent, null or wrong. */
export class Slot {
  constructor(
    private readonly form: Form,
    readonly path: Path,
    readonly value: unknown,
  ) {}

  get absent(): boolean {
    return this.value === undefined || this.value === null;
  }

  get isRecord(): boolean {
    return typeof this.value === 'object' && this.value !== null && !Array.isArray(this.value);
  }

  get(key: string): Slot {
    const record = this.isRecord ? (this.value as Record<string, unknown>) : {};
    return new Slot(this.form, [...this.path, key], record[key]);
  }

  wrong(code: string, message: string): undefined {
    this.form.add(this.path, code, message);
    return undefined;
  }

  private missing(required: boolean | undefined): boolean {
    if (this.absent && required) this.wrong('BASE_TYPE_REQUIRED', 'This field is required');
    return this.absent;
  }

  text(bounds: Bounds = {}): string | undefined {
    if (this.missing(bounds.required)) return undefined;
    if (typeof this.value !== 'string') {
      return this.wrong(
        'STRING_TYPE_CONVERT',
        `Could not interpret ${JSON.stringify(this.value)} as string.`,
      );
    }
    return this.within(lengthOf(this.value), bounds, 'in length.') ? this.value : undefined;
  }

  /** Whether `size` is in bounds; says what is wrong otherwise. */
  private within(
    size: number,
    { min = 0, max = Infinity, required }: Bounds,
    unit: string,
  ): boolean {
    if (size === 0 && min > 0 && required) {
      this.wrong('BASE_TYPE_REQUIRED', 'This field is required');
      return false;
    }
    if (size >= min && size <= max) return true;
    if (min > 0 && max < Infinity) {
      this.wrong('BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} ${unit}`);
    } else if (size > max) {
      this.wrong('BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer ${unit}`);
    } else {
      this.wrong('BASE_TYPE_MIN_LENGTH', `Must be ${min} or more ${unit}`);
    }
    return false;
  }

  integer(bounds: Bounds = {}): number | undefined {
    if (this.missing(bounds.required)) return undefined;
    if (!Number.isSafeInteger(this.value)) {
      return this.wrong('NUMBER_TYPE_COERCE', `Value ${JSON.stringify(this.value)} is not int.`);
    }
    return this.inRange(this.value as number, bounds);
  }

  number(bounds: Bounds = {}): number | undefined {
    if (this.missing(bounds.required)) return undefined;
    if (typeof this.value !== 'number') {
      return this.wrong('FLOAT_TYPE_COERCE', `Value ${JSON.stringify(this.value)} is not a float.`);
    }
    return this.inRange(this.value, bounds);
  }

  private inRange(value: number, { min = -Infinity, max = Infinity }: Bounds): number | undefined {
    if (value < min) {
      return this.wrong('NUMBER_TYPE_MIN', `Value should be greater than or equal to ${min}.`);
    }
    if (value > max) {
      return this.wrong('NUMBER_TYPE_MAX', `Value should be less than or equal to ${max}.`);
    }
    return value;
  }

  bool(): boolean | undefined {
    if (this.absent) return undefined;
    if (typeof this.value === 'boolean') return this.value;
    return this.wrong('BOOLEAN_TYPE_CONVERT', 'Must be either true or false.');
  }

  oneOf<T extends number | string>(choices: readonly T[], required = false): T | undefined {
    if (this.missing(required)) return undefined;
    if ((choices as readonly unknown[]).includes(this.value)) return this.value as T;
    return this.wrong('BASE_TYPE_CHOICES', `Value must be one of (${choices.join(', ')}).`);
  }

  snowflake(required = false): string | undefined {
    if (this.missing(required)) return undefined;
    if (isSnowflake(this.value)) return this.value;
    return this.wrong(
      'NUMBER_TYPE_COERCE',
      `Value ${JSON.stringify(this.value)} is not snowflake.`,
    );
  }

  url(max = 2048): string | undefined {
    const text = this.text({ max });
    if (text === undefined || /^(https?|discord):\/\/[^\s/]+/.test(text)) return text;
    if (/^attachment:\/\/[^\s/]+$/.test(text)) return text;
    return this.wrong('URL_TYPE_INVALID_URL', 'Not a well formed URL.');
  }

  list<T>(bounds: Bounds, each: (slot: Slot, index: number) => T): T[] | undefined {
    if (this.missing(bounds.required)) return undefined;
    if (!Array.isArray(this.value)) {
      return this.wrong('LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
    }
    if (!this.within(this.value.length, bounds, 'in length.')) return undefined;
    return this.value.map((item, i) => each(new Slot(this.form, [...this.path, i], item), i));
  }

  record(required = false): this | undefined {
    if (this.missing(required)) return undefined;
    if (this.isRecord) return this;
    return this.wrong('MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType');
  }
}
