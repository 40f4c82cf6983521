import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { exerciseNamed, judge, judgeScript, newFolder, output, startJudge, workFolder, workWith } from './bench.ts';

const shuffles = exerciseNamed('separate-shuffles');
const repaired = (code: string) => workWith(shuffles, 'fixed-one-order', code);

describe('the split-process judge', () => {
  it('repeats a judgement from its seed, and draws fresh numbers without one', async () => {
    const work = workFolder(shuffles);
    const reports = [
      await judge(shuffles, work, '--seed', '7'),
      await judge(shuffles, work, '--seed', '7'),
      await judge(shuffles, work),
      await judge(shuffles, work),
    ].map(({ seconds, ...report }) => JSON.stringify(report));
    assert.equal(reports[0], reports[1]);
    assert.notEqual(reports[2], reports[3]);
  });

  it('works in a folder with spaces and letters that are not ASCII, and leaves it as it was', async () => {
    const work = workFolder(shuffles, 'fixed-one-order', 'Übung 1 – 訓練 ok');
    const before = readdirSync(work);
    assert.equal((await judge(shuffles, work)).verdict, 'fixed');
    assert.deepEqual(readdirSync(work), before);
  });

  it('takes Windows line ends in a protected file for what they are', async () => {
    const work = workFolder(shuffles, 'fixed-one-order');
    const evaluate = join(work, 'evaluate.py');
    writeFileSync(evaluate, readFileSync(evaluate, 'utf8').replaceAll('\n', '\r\n'));
    assert.equal((await judge(shuffles, work)).verdict, 'fixed');
  });

  it('finds a protected file missing', async () => {
    const work = workFolder(shuffles, 'fixed-one-order');
    rmSync(join(work, 'evaluate.py'));
    const report = await judge(shuffles, work);
    assert.equal(report.verdict, 'tampered');
    assert.deepEqual(report.notes, ['evaluate.py is protected and is missing']);
  });

  it('names the value and the line of a change in config.json and of a crash', async () => {
    const work = repaired('raise RuntimeError("left over")');
    const config = join(work, 'config.json');
    writeFileSync(config, readFileSync(config, 'utf8').replace('"learning_rate": 0.01', '"learning_rate": 0.5'));
    const report = await judge(shuffles, work);
    assert.equal(report.verdict, 'crashed');
    assert.deepEqual(report.error, { kind: 'RuntimeError', message: 'left over', file: 'train.py', line: 1 });
    assert.deepEqual(report.notes, [
      'config.json differs from the shipped one: learning_rate 0.01 → 0.5 (graded with the shipped config)',
    ]);
  });

  it('says so when it cannot judge', async () => {
    const linked = workFolder(shuffles);
    symlinkSync(judgeScript, join(linked, 'link.py'));
    const torch = exerciseNamed('missing-zero-grad');
    const cases: [typeof shuffles, string, RegExp][] = [
      [shuffles, join(newFolder(), 'nowhere'), /nowhere is not a folder/],
      [{ ...shuffles, folder: join(newFolder(), 'no-problem') }, workFolder(shuffles), /exercise\.json: No such file/],
      [shuffles, linked, /link\.py is a symbolic link/],
      [{ ...torch, needs: ['numpy'] }, workFolder(torch), /torch is missing for/],
    ];
    for (const [exercise, work, reason] of cases) {
      const { code, stdout, stderr } = await output(startJudge(exercise, work));
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, reason);
    }
  });
});

describe('candidate code that imports PyTorch', () => {
  it('crashes with its line where the exercise does not need it', async () => {
    const { verdict, error } = await judge(shuffles, repaired('import torch'));
    assert.equal(verdict, 'crashed');
    assert.deepEqual([error?.kind, error?.file, error?.line], ['ModuleNotFoundError', 'train.py', 1]);
  });

  it('computes with one thread, and on the processor', async () => {
    const zeroGrad = exerciseNamed('missing-zero-grad');
    const code = [
      'import os, sys, torch',
      'assert torch.get_num_threads() == 1, torch.get_num_threads()',
      'assert os.environ["CUDA_VISIBLE_DEVICES"] == ""',
    ];
    const report = await judge(zeroGrad, workWith(zeroGrad, zeroGrad.reference, code.join('\n')));
    assert.equal(report.verdict, 'fixed', JSON.stringify(report));
  });
});
