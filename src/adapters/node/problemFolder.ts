import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { ProblemSource } from '../../app/ports.ts';
import type { Bank, BankFault } from '../../core/bank.ts';
import { type Lexicon, lexiconSchema, type Resources, resourcesSchema } from '../../core/lexicon.ts';
import { type Problem, type ProblemFile, problemFileSchema } from '../../core/problem.ts';
import { type Rubric, rubricSchema } from '../../core/rubric.ts';
import { type Fact, factSchema, type Track, trackSchema } from '../../core/track.ts';
import { factComplaints, type Known, lexiconComplaints, problemComplaints, trackComplaints } from './bankChecks.ts';
import { ifThere } from './fs.ts';
import { isInside } from './paths.ts';
import { type Complaint, readText, readYaml, unreadable, YamlFile } from './yamlFile.ts';

/** The bank as a folder: `<area>/<id>/problem.yaml` with `statement.md`, `tracks/`, and the shared YAML files. */
export class ProblemFolder implements ProblemSource {
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  /**
   * A file that cannot be used is a fault and left out; everything else loads.
   * @throws when the rubric cannot be used: without its numbers nothing can be scored.
   */
  async load(): Promise<Bank> {
    const faults: BankFault[] = [];
    const [rubric, lexicon, resources] = await Promise.all([
      this.#rubric(),
      this.#record('concepts.yaml', lexiconSchema, faults),
      this.#record('resources.yaml', resourcesSchema, faults),
    ]);
    if (lexicon) faults.push(...lexiconComplaints(lexicon.data).map((complaint) => lexicon.file.fault(complaint)));
    const known: Known = { lexicon: lexicon?.data, resources: resources?.data };
    const problems = await this.#problems(known, faults);
    const tracks = await this.#tracks(known.lexicon, problems, faults);
    return { problems, tracks, lexicon: known.lexicon ?? {}, resources: known.resources ?? {}, rubric, faults };
  }

  /** Problems alone, checked against the terms and resources of another bank. */
  async loadBeside({ lexicon, resources }: Bank): Promise<Pick<Bank, 'problems' | 'faults'>> {
    const faults: BankFault[] = [];
    return { problems: await this.#problems({ lexicon, resources }, faults), faults };
  }

  /** Absolute folder of a problem, found by its name alone, so that nothing need be loaded for it. */
  async folderOf(problem: string): Promise<string | undefined> {
    if (!/^[a-z0-9][a-z0-9-]*$/.test(problem)) return undefined;
    const folder = (await this.#folders()).find((candidate) => lastOf(candidate) === problem);
    return folder === undefined ? undefined : join(this.root, folder);
  }

  async #rubric(): Promise<Rubric> {
    const file = await readYaml(join(this.root, 'rubric.yaml'), 'rubric.yaml');
    const result = file instanceof YamlFile ? file.decode(rubricSchema) : { faults: [file] };
    if ('data' in result) return result.data;
    throw new Error(`The problem bank in ${this.root} cannot be used. ${result.faults.map(faultText).join(' ')}`);
  }

  /** A mapping from id to item of which bad items are left out one by one. */
  async #record<S extends typeof lexiconSchema | typeof resourcesSchema>(name: string, schema: S, faults: BankFault[]) {
    const file = await readYaml(join(this.root, name), name);
    if (!(file instanceof YamlFile)) return void faults.push(file);
    const shape = file.decode(z.record(z.string(), z.unknown()));
    if ('faults' in shape) return void faults.push(...shape.faults);
    const data: Record<string, unknown> = {};
    for (const id of Object.keys(shape.data)) {
      const item = file.decode(schema.def.valueType, [id]);
      if ('data' in item) data[id] = item.data;
      else faults.push(...item.faults);
    }
    return { file, data: data as z.infer<S> & Lexicon & Resources };
  }

  async #problems(known: Known, faults: BankFault[]): Promise<Map<string, Problem>> {
    const problems = new Map<string, Problem>();
    // One after the other: reading costs little, parsing much, and the host gets its turn between two files.
    for (const folder of await this.#folders()) {
      const result = await this.#problem(folder, known);
      if ('faults' in result) faults.push(...result.faults);
      else if (problems.has(result.id)) faults.push(twice(`${folder}/problem.yaml`, result.id));
      else problems.set(result.id, result);
    }
    return problems;
  }

  /** `<area>/<id>` of every problem, sorted, so that of two with the same id always the same one is kept. */
  async #folders(): Promise<string[]> {
    const areas = (await subfolders(this.root)).filter((area) => area !== 'tracks');
    const nested = await Promise.all(
      areas.map(async (area) => (await subfolders(join(this.root, area))).map((id) => `${area}/${id}`)),
    );
    return nested.flat().sort();
  }

  async #problem(folder: string, known: Known): Promise<Problem | { faults: BankFault[] }> {
    const name = `${folder}/problem.yaml`;
    const [file, statement] = await Promise.all([readYaml(join(this.root, name), name), this.#statement(folder)]);
    const statementFaults = typeof statement === 'string' ? [] : [statement];
    if (!(file instanceof YamlFile)) return { faults: [file, ...statementFaults] };
    const result = file.decode(problemFileSchema);
    if ('faults' in result) return { faults: [...result.faults, ...statementFaults] };
    const complaints = [
      ...problemComplaints(result.data, lastOf(folder), known),
      ...(await this.#exercise(result.data, folder)),
    ];
    const faults = [...complaints.map((complaint) => file.fault(complaint)), ...statementFaults];
    return faults.length > 0 ? { faults } : { ...result.data, statement: statement as string };
  }

  async #statement(folder: string): Promise<string | BankFault> {
    const name = `${folder}/statement.md`;
    try {
      const text = (await readText(join(this.root, name))).trim();
      return text || { file: name, line: 1, field: '', message: 'is empty; write what the interviewer asks' };
    } catch (error) {
      return unreadable(name, error);
    }
  }

  /** The files that an exercise names have to be there, and inside its folder. */
  async #exercise(file: ProblemFile, folder: string): Promise<Complaint[]> {
    const { exercise } = file;
    if (!exercise) return [];
    const names: [Complaint['path'], string, string][] = [
      [['exercise', 'entry'], 'starter', exercise.entry],
      ...exercise.open.map((open, i): [Complaint['path'], string, string] => [
        ['exercise', 'open', i],
        'starter',
        open,
      ]),
      ...exercise.protected.map((name, i): [Complaint['path'], string, string] => [
        ['exercise', 'protected', i],
        'starter',
        name,
      ]),
      [['exercise', 'reference'], 'variants', exercise.reference],
    ];
    const checked = names.map(async ([path, below, name]) => {
      const base = join(this.root, folder, below);
      const found = isInside(base, join(base, name)) && (await ifThere(stat(join(base, name))));
      return found ? [] : [{ path, message: `there is no ${below}/${name} in this folder` }];
    });
    return [...(await Promise.all(checked)).flat(), ...(await this.#probes(exercise.probes, folder))];
  }

  /** Each probe that is offered is a function of `probes.py`. */
  async #probes(probes: readonly string[], folder: string): Promise<Complaint[]> {
    if (probes.length === 0) return [];
    const source = (await ifThere(readText(join(this.root, folder, 'probes.py')))) ?? '';
    return probes.flatMap((id, i) =>
      new RegExp(`^def ${id}\\(\\)`, 'm').test(source)
        ? []
        : [{ path: ['exercise', 'probes', i], message: `probes.py in this folder has no function ${id}()` }],
    );
  }

  async #tracks(
    lexicon: Lexicon | undefined,
    problems: ReadonlyMap<string, Problem>,
    faults: BankFault[],
  ): Promise<Map<string, Track>> {
    const names = ((await ifThere(readdir(join(this.root, 'tracks')))) ?? [])
      .filter((name) => name.endsWith('.yaml'))
      .sort();
    const files = await Promise.all(names.map((name) => readYaml(join(this.root, 'tracks', name), `tracks/${name}`)));
    const shared = await this.#facts(lexicon, faults);
    const tracks = new Map<string, Track>();
    for (const [i, file] of files.entries()) {
      const track =
        file instanceof YamlFile
          ? this.#track(file, names[i]?.slice(0, -5) ?? '', lexicon, problems, faults)
          : faults.push(file);
      if (typeof track === 'object') tracks.set(track.id, withFacts(track, shared));
    }
    return new Map([...tracks].sort(([, a], [, b]) => Number(b.usual) - Number(a.usual)));
  }

  /** What every track can say; a folder need not have any. */
  async #facts(lexicon: Lexicon | undefined, faults: BankFault[]): Promise<Fact[]> {
    const path = join(this.root, 'facts.yaml');
    if (!(await ifThere(stat(path)))) return [];
    const file = await readYaml(path, 'facts.yaml');
    const result = file instanceof YamlFile ? file.decode(z.array(factSchema)) : { faults: [file] };
    const found =
      'faults' in result
        ? result.faults
        : factComplaints(result.data, [], lexicon).map((complaint) => (file as YamlFile).fault(complaint));
    faults.push(...found);
    return 'data' in result && found.length === 0 ? result.data : [];
  }

  #track(
    file: YamlFile,
    name: string,
    lexicon: Lexicon | undefined,
    problems: ReadonlyMap<string, Problem>,
    faults: BankFault[],
  ) {
    const result = file.decode(trackSchema);
    if ('faults' in result) return faults.push(...result.faults);
    const complaints = trackComplaints(result.data, name, lexicon);
    if (complaints.length > 0) return faults.push(...complaints.map((complaint) => file.fault(complaint)));
    return withKnownProblems(file, result.data, problems, faults);
  }
}

/** A track's own facts come first, and stand in the place of a shared one with the same id. */
function withFacts(track: Track, shared: readonly Fact[]): Track {
  const own = new Set(track.facts.map(({ id }) => id));
  return { ...track, facts: [...track.facts, ...shared.filter(({ id }) => !own.has(id))] };
}

/** A track goes on without the problems that are not there (any more, or because they are faulty), and says which. */
function withKnownProblems(
  file: YamlFile,
  track: Track,
  problems: ReadonlyMap<string, Problem>,
  faults: BankFault[],
): Track {
  const phases = track.phases.map((phase, i) => {
    const ids = phase.pick?.ids;
    if (!phase.pick || !ids) return phase;
    for (const [j, id] of ids.entries()) {
      const path = ['phases', i, 'pick', 'ids', j];
      if (!problems.has(id))
        faults.push(
          file.fault({
            path,
            message: `the problem "${id}" is not there or has a fault; the phase goes on without it`,
          }),
        );
    }
    return { ...phase, pick: { ...phase.pick, ids: ids.filter((id) => problems.has(id)) } };
  });
  return { ...track, phases };
}

/** `losses/softmax-twice/problem.yaml:12 hints: is missing; add it.` */
export function faultText(fault: BankFault): string {
  return `${fault.file}:${fault.line} ${fault.field ? `${fault.field}: ` : ''}${fault.message}.`;
}

async function subfolders(folder: string): Promise<string[]> {
  const entries = (await ifThere(readdir(folder, { withFileTypes: true }))) ?? [];
  return entries.filter((entry) => entry.isDirectory() && /^[^._]/.test(entry.name)).map((entry) => entry.name);
}

function twice(file: string, id: string): BankFault {
  return { file, line: 1, field: 'id', message: `another folder holds the problem "${id}" already; choose another id` };
}

function lastOf(folder: string): string {
  return folder.slice(folder.lastIndexOf('/') + 1);
}
