import { realpath } from 'node:fs/promises';
import type { RunOutcome, RunProgress } from '../../../app/ports.ts';
import type { RunError } from '../../../core/event.ts';
import { MetricsTail } from './metricsTail.ts';
import { floodCap, OutputFeed } from './outputFeed.ts';
import type { ProcessTree } from './processTree.ts';
import { exitError, tracebackError } from './traceback.ts';

export interface RunSettings {
  readonly folder: string;
  /** The file that the script's `runlog.py` appends to. */
  readonly metrics: string;
  readonly limitMs: number;
}

/** About fifteen times a second: smooth to the eye, cheap for the host. */
const beatMs = 66;
const graceMs = 500;
/** A log of this size is no training's; read no further. Bytes. */
const metricsCap = 64 * 1024 * 1024;
/** Points of each series in the outcome: it goes into the journal. */
const keptPoints = 200;

type Cut = 'stopped' | 'timed_out' | 'output' | 'metrics';

/** Follows a run that has been started, until it has ended and everything that it started is gone. Never rejects. */
export async function watchedRun(
  tree: ProcessTree,
  settings: RunSettings,
  progress: RunProgress,
  signal: AbortSignal,
): Promise<RunOutcome> {
  const started = performance.now();
  const { stdout, stderr } = tree.child;
  if (!stdout || !stderr) throw new Error('the process has no output');
  const feed = new OutputFeed(stdout, stderr, (text) => progress.output(text));
  const tail = new MetricsTail(settings.metrics);
  let cut: Cut | undefined;
  const end = (why: Cut) => {
    cut ??= why;
    void tree.stop();
  };
  const stopBeating = beating(async () => {
    feed.beat();
    report(await tail.look(), progress);
    if (feed.flooded) end('output');
    if (tail.size > metricsCap) end('metrics');
  });
  const limit = setTimeout(() => end('timed_out'), settings.limitMs);
  const stop = () => end('stopped');
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();

  const { code, signal: killer } = await tree.ended;
  clearTimeout(limit);
  signal.removeEventListener('abort', stop);
  await stopBeating();
  await feed.end(graceMs);
  if (cut !== 'metrics') for await (const points of tail.rest()) report(points, progress);
  await tail.close();
  const error = cut
    ? cutError(cut, settings)
    : code === 0
      ? undefined
      : await failure(feed.errors, settings.folder, code, killer);
  return {
    ending: cut === 'stopped' || cut === 'timed_out' ? cut : error ? 'failed' : 'finished',
    exitCode: code,
    seconds: Math.round(performance.now() - started) / 1000,
    series: tail.series(keptPoints),
    ...(error ? { error } : {}),
  };
}

function report(points: Record<string, readonly (readonly [number, number | null])[]>, progress: RunProgress): void {
  if (Object.keys(points).length > 0) progress.points(points);
}

/** Repeats `beat`, never two at a time. The returned function stops it and waits for the one under way. */
function beating(beat: () => Promise<void>): () => Promise<void> {
  let stopped = false;
  let wake: () => void = () => {};
  const ended = (async () => {
    while (!stopped) {
      await beat().catch(() => {});
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, beatMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
        if (stopped) wake();
      });
    }
  })();
  return () => {
    stopped = true;
    wake();
    return ended;
  };
}

function cutError(cut: Cut, settings: RunSettings): RunError | undefined {
  const place = { file: null, line: null };
  if (cut === 'timed_out') {
    return {
      kind: 'TimeLimit',
      message: `the run was ended after ${settings.limitMs / 1000} s; make it shorter, or raise the limit in the settings`,
      ...place,
    };
  }
  if (cut === 'output') {
    return {
      kind: 'OutputFlood',
      message: `the run was ended because it printed more than ${floodCap >> 20} MB; print less often`,
      ...place,
    };
  }
  if (cut === 'metrics') {
    return {
      kind: 'MetricsFlood',
      message: `the run was ended because it logged more than ${metricsCap >> 20} MB of metrics; log less often`,
      ...place,
    };
  }
  return undefined;
}

async function failure(
  printed: string,
  folder: string,
  code: number | null,
  signal: NodeJS.Signals | null,
): Promise<RunError> {
  const real = await realpath(folder).catch(() => folder);
  return tracebackError(printed, [folder, real]) ?? exitError(code, signal);
}
