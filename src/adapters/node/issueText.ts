import type * as z from 'zod/mini';

type Issue = z.core.$ZodIssue;

/** What is wrong with a value and what to write instead, in a sentence, with the path of the part that is meant. */
export interface IssueText {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** `value` is what was decoded: an issue alone does not say whether a part is wrong or missing. */
export function issueText(issue: Issue, value: unknown): IssueText[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      message: `"${key}" is not known here; remove it or correct its name`,
    }));
  }
  if (issue.code === 'invalid_union') return unionText(issue, value);
  return [{ path: issue.path, message: message(issue, at(value, issue.path)) }];
}

/** Of the forms that a part may have, the complaints of the one that it comes nearest to. */
function unionText(issue: z.core.$ZodIssueInvalidUnion, value: unknown): IssueText[] {
  const branches = issue.errors.filter(
    (errors) => !errors.some((error) => error.code === 'invalid_type' && error.path.length === 0),
  );
  const [best] = branches.sort((a, b) => cost(a) - cost(b));
  if (!best)
    return [{ path: issue.path, message: `${shown(at(value, issue.path))} is none of the forms that may stand here` }];
  const inner = at(value, issue.path);
  return best
    .flatMap((error) => issueText(error, inner))
    .map((text) => ({ ...text, path: [...issue.path, ...text.path] }));
}

function cost(errors: readonly Issue[]): number {
  return errors.reduce((sum, error) => sum + (error.code === 'unrecognized_keys' ? 3 * error.keys.length : 2), 0);
}

function message(issue: Issue, found: unknown): string {
  if (found === undefined) return 'is missing; add it';
  // Sentences of our own schemas are better than anything general.
  if (issue.message !== 'Invalid input') return `${shown(found)}: ${issue.message}`;
  return `${shown(found)}: ${rule(issue)}`;
}

function rule(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${nouns[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'too_small':
      return `must be ${bound(issue.origin, issue.inclusive === false ? 'more than' : 'at least', Number(issue.minimum))}`;
    case 'too_big':
      return `must be ${bound(issue.origin, issue.inclusive === false ? 'less than' : 'at most', Number(issue.maximum))}`;
    case 'invalid_format':
      return `does not have the form ${issue.pattern ?? issue.format}`;
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    default:
      return 'may not stand here';
  }
}

const nouns: Record<string, string> = {
  string: 'text (put it in quotes if it looks like a number)',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'a mapping of keys to values',
  record: 'a mapping of keys to values',
};

function bound(origin: string, relation: string, limit: number): string {
  if (origin === 'array') return `a list of ${relation} ${limit}`;
  if (origin === 'string') return `${relation} ${limit} characters long`;
  return `${relation} ${limit}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  let found = value;
  for (const step of path) found = (found as Record<PropertyKey, unknown> | null | undefined)?.[step];
  return found;
}
