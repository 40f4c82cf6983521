import { installedEnv, installedNode } from '../bootstrap.mjs';
import { rootPath } from '../paths.ts';
import { runOrThrow } from '../processes.ts';

export interface Judging {
  readonly answers: number;
  /** One judgement, ms. */
  readonly wall: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly cpu: { readonly p50: number; readonly p99: number };
}

/** The offline judge over the real bank, in a process of its own. */
export async function measureJudging(): Promise<Judging> {
  const program = rootPath('test/support/bench/judgingProcess.ts');
  const { stdout } = await runOrThrow(installedNode(), [program], { env: installedEnv() });
  return JSON.parse(stdout) as Judging;
}
