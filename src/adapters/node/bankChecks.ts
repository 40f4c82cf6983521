import { conceptsOf, type Recogniser } from '../../core/grading/recogniser.ts';
import { familyOf, fieldTerm, type Lexicon, type Resources } from '../../core/lexicon.ts';
import { danglingReferences, type ProblemFile } from '../../core/problem.ts';
import type { Fact, Track } from '../../core/track.ts';
import type { Complaint, Path } from './yamlFile.ts';

/** What a problem file may refer to; undefined when that file itself could not be read, so that it is not blamed twice. */
export interface Known {
  readonly lexicon: Lexicon | undefined;
  readonly resources: Resources | undefined;
}

/** What the schema alone cannot see in a problem: its name, doubled ids, and things that it names but that are not there. */
export function problemComplaints(file: ProblemFile, folder: string, known: Known): Complaint[] {
  return [
    ...named(file, folder),
    ...doubled(file),
    ...danglingReferences(file),
    ...recognisersOf(file).flatMap(([path, list]) => unknownConcepts(path, list, known.lexicon)),
    ...recognisersOf(file).flatMap(([path, list]) => unknownQuantities(path, list, file)),
    ...unknownResources(file, known.resources),
  ];
}

export function trackComplaints(track: Track, name: string, lexicon: Lexicon | undefined): Complaint[] {
  const ids: Complaint[] =
    track.id === name ? [] : [{ path: ['id'], message: `"${track.id}" must be the name of the file, "${name}"` }];
  return [...ids, ...factComplaints(track.facts, ['facts'], lexicon)];
}

export function factComplaints(
  facts: readonly Fact[],
  path: Complaint['path'],
  lexicon: Lexicon | undefined,
): Complaint[] {
  return facts.flatMap((fact, i) => unknownConcepts([...path, i, 'asked'], fact.asked, lexicon));
}

export function lexiconComplaints(lexicon: Lexicon): Complaint[] {
  const complaints: Complaint[] = [];
  for (const [id, entry] of Object.entries(lexicon)) {
    if ('everyday' in entry) {
      if (entry.opposite !== undefined && !familyOf(lexicon, entry.opposite))
        complaints.push({ path: [id, 'opposite'], message: `there is no family "${entry.opposite}"` });
      continue;
    }
    const { broader } = entry;
    if (broader === undefined) continue;
    if (!Object.hasOwn(lexicon, broader))
      complaints.push({ path: [id, 'broader'], message: `there is no concept "${broader}"` });
    else if (climbsToItself(lexicon, id))
      complaints.push({ path: [id, 'broader'], message: `"${id}" would be broader than itself` });
  }
  return complaints;
}

function climbsToItself(lexicon: Lexicon, id: string): boolean {
  const seen = new Set<string>();
  let at: string | undefined = fieldTerm(lexicon, id)?.broader;
  while (at !== undefined && !seen.has(at)) {
    if (at === id) return true;
    seen.add(at);
    at = fieldTerm(lexicon, at)?.broader;
  }
  return false;
}

function named(file: ProblemFile, folder: string): Complaint[] {
  return file.id === folder
    ? []
    : [{ path: ['id'], message: `"${file.id}" must be the name of the folder, "${folder}"` }];
}

function doubled(file: ProblemFile): Complaint[] {
  const lists = ['key_points', 'misconceptions', 'follow_ups', 'diagnostics', 'quantities', 'steps'] as const;
  return lists.flatMap((list) => {
    const ids: string[] = file[list].map((item) => item.id);
    return ids.flatMap((id, i) =>
      ids.indexOf(id) === i ? [] : [{ path: [list, i, 'id'], message: `"${id}" is used twice; choose another id` }],
    );
  });
}

function recognisersOf(file: ProblemFile): [Path, readonly Recogniser[]][] {
  const found: [Path, readonly Recogniser[]][] = [];
  for (const [i, point] of file.key_points.entries()) {
    found.push([['key_points', i, 'met'], point.met]);
    if (point.against) found.push([['key_points', i, 'against'], point.against]);
    for (const [j, { when }] of (point.partial ?? []).entries())
      found.push([['key_points', i, 'partial', j, 'when'], when]);
  }
  for (const [i, { held }] of file.misconceptions.entries()) found.push([['misconceptions', i, 'held'], held]);
  for (const [i, { named }] of file.steps.entries()) found.push([['steps', i, 'named'], named]);
  for (const [i, { asked }] of file.diagnostics.entries()) found.push([['diagnostics', i, 'asked'], asked]);
  return found;
}

function unknownConcepts(path: Path, recognisers: readonly Recogniser[], lexicon: Lexicon | undefined): Complaint[] {
  if (!lexicon) return [];
  return recognisers.flatMap((recogniser, i) => {
    const missing = conceptsOf(recogniser).filter((id) => !Object.hasOwn(lexicon, id));
    return missing.map((id) => ({
      path: [...path, i],
      message: `there is no concept "$${id}" in concepts.yaml; add it or correct the name`,
    }));
  });
}

function unknownQuantities(path: Path, recognisers: readonly Recogniser[], file: ProblemFile): Complaint[] {
  const known = new Set(file.quantities.map((quantity) => quantity.id));
  return recognisers.flatMap((recogniser, i) => {
    if (typeof recogniser === 'string' || !('quantity' in recogniser) || known.has(recogniser.quantity)) return [];
    return [
      {
        path: [...path, i, 'quantity'],
        message: `names the quantity "${recogniser.quantity}", which this problem does not have`,
      },
    ];
  });
}

function unknownResources(file: ProblemFile, resources: Resources | undefined): Complaint[] {
  if (!resources) return [];
  return file.resources.flatMap((id, i) => {
    return Object.hasOwn(resources, id)
      ? []
      : [{ path: ['resources', i], message: `there is no resource "${id}" in resources.yaml` }];
  });
}
