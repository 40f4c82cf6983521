import { open } from 'node:fs/promises';
import type { Document, LineCounter } from 'yaml';
import type * as z from 'zod/mini';
import type { BankFault } from '../../core/bank.ts';
import { issueText } from './issueText.ts';

/** Larger files are refused unread: no person wrote them. Bytes. */
export const sizeCap = 1 << 20;

export type Path = readonly PropertyKey[];
export type Complaint = { readonly path: Path; readonly message: string };

/** A YAML file of the bank: its plain value, and the line of each part of it. */
export class YamlFile {
  readonly file: string;
  readonly value: unknown;
  readonly #document: Document;
  readonly #lines: LineCounter;

  constructor(file: string, value: unknown, document: Document, lines: LineCounter) {
    this.file = file;
    this.value = value;
    this.#document = document;
    this.#lines = lines;
  }

  /** A fault at the innermost part of `path` that is there; a key that is missing is told at what should hold it. */
  fault({ path, message }: Complaint): BankFault {
    return { file: this.file, line: this.#lineOf(path), field: fieldName(path), message };
  }

  /** The value as `schema` has it, or what is wrong with it. */
  decode<T extends z.core.$ZodType>(schema: T, path: Path = []): { data: z.output<T> } | { faults: BankFault[] } {
    const value = valueAt(this.value, path);
    const result = parse(schema, value);
    if (result.success) return { data: result.data };
    const issues = result.error.issues.flatMap((issue) => issueText(issue, value));
    return { faults: issues.map((issue) => this.fault({ ...issue, path: [...path, ...issue.path] })) };
  }

  #lineOf(path: Path): number {
    for (let depth = path.length; depth > 0; depth--) {
      const offset = this.#offsetOf(path.slice(0, depth));
      if (offset !== undefined) return this.#lines.linePos(offset).line;
    }
    const start = (this.#document.contents as Ranged | null)?.range?.[0];
    return start === undefined ? 1 : this.#lines.linePos(start).line;
  }

  /** Where the key stands that leads to the part, or the item itself in a list. */
  #offsetOf(path: Path): number | undefined {
    const holder = this.#document.getIn(path.slice(0, -1), true) as Collection | undefined;
    const last = path.at(-1);
    const pair = holder?.items?.find((item) => String(item.key?.value) === String(last));
    const node = pair?.key ?? (this.#document.getIn(path, true) as Ranged | undefined);
    return node?.range?.[0];
  }
}

interface Ranged {
  readonly range?: readonly number[] | null;
}
interface Collection {
  readonly items?: readonly { readonly key?: Ranged & { readonly value?: unknown } }[];
}

function parse<T extends z.core.$ZodType>(schema: T, value: unknown) {
  return (schema as unknown as z.ZodMiniType<z.output<T>>).safeParse(value);
}

/** `key_points[2].met[0]`: the part of a file that a person looks for. */
export function fieldName(path: Path): string {
  return path
    .map((step, i) => (typeof step === 'number' ? `[${step}]` : `${i > 0 ? '.' : ''}${String(step)}`))
    .join('');
}

/** What lies at `path`, undefined where nothing does. */
export function valueAt(value: unknown, path: Path): unknown {
  let found = value;
  for (const step of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined;
    found = (found as Record<PropertyKey, unknown>)[step];
  }
  return found;
}

/** UTF-8 text of at most `sizeCap` bytes. @throws with a message for the author. */
export async function readText(path: string): Promise<string> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    if (size > sizeCap) throw new Error(`is larger than 1 MB (${size} bytes); shorten it`);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await handle.readFile());
    return text;
  } catch (error) {
    if (error instanceof TypeError) throw new Error('is not UTF-8 text; save it as UTF-8');
    throw error;
  } finally {
    await handle.close();
  }
}

/** Reads the file `name` (relative to the bank) at `path`. */
export async function readYaml(path: string, name: string): Promise<YamlFile | BankFault> {
  let text: string;
  try {
    text = await readText(path);
  } catch (error) {
    return unreadable(name, error);
  }
  return parseYaml(text, name);
}

export async function parseYaml(text: string, name: string): Promise<YamlFile | BankFault> {
  const { parseDocument, LineCounter } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, strict: true });
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem)
    return {
      file: name,
      line: lines.linePos(problem.pos[0]).line,
      field: '',
      message: `is no valid YAML: ${problem.message}`,
    };
  try {
    // A few aliases are a convenience; many that nest are a bomb.
    return new YamlFile(name, document.toJS({ maxAliasCount: 20 }), document, lines);
  } catch (error) {
    return { file: name, line: 1, field: '', message: `cannot be used: ${messageOf(error)}` };
  }
}

/** A fault of a file that is not there or cannot be read. */
export function unreadable(file: string, error: unknown): BankFault {
  const code = (error as NodeJS.ErrnoException).code;
  const message = code === 'ENOENT' ? 'is missing; add it' : code ? `cannot be read (${code})` : messageOf(error);
  return { file, line: 1, field: '', message };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
