import { cp, mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { below } from '../paths.ts';
import { templates } from './templates.ts';

const pattern = /^[a-z0-9][a-z0-9-]*\/[a-z0-9][a-z0-9-]*$/;

/** Lays out a small exercise that validates and is judged as it says, for an author to replace piece by piece. */
export async function scaffold(problems: string, name: string): Promise<number> {
  if (!pattern.test(name)) throw new Error(`"${name}" is not <area>/<id>, in small letters, digits and hyphens.`);
  const folder = below(problems, name);
  if (await stat(folder).catch(() => undefined)) throw new Error(`problems/${name} exists already.`);
  const [area = '', id = ''] = name.split('/');
  for (const [file, text] of Object.entries(templates(area, id))) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  await cp(join(problems, '_lib', 'runlog.py'), join(folder, 'starter', 'runlog.py'));
  console.log(`problems/${name} is laid out. Next: npm run exercise -- verify ${id}`);
  return 0;
}
