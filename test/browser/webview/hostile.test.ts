import assert from 'node:assert/strict';
import { toChat } from '../../../src/protocol/chat.ts';
import { complaints } from './audit.ts';
import { chatView, turn } from './fixtures.ts';
import { type Lab, openLab, type WebviewPage } from './page.ts';

const away = 'http://sink.invalid';
const html = [
  `<img src="${away}/a.png" onerror="window.ran=1">`,
  `<svg onload="window.ran=1"><image href="${away}/b.png"/></svg>`,
  `<video poster="${away}/c.png"></video><audio src="${away}/d"></audio>`,
  `<input type="image" src="${away}/e.png"><object data="${away}/f"></object><embed src="${away}/g">`,
  `<iframe src="${away}/h" srcdoc="<script>parent.ran=1</script>"></iframe>`,
  `<link rel="prefetch" href="${away}/i"><link rel="dns-prefetch" href="${away}"><link rel="stylesheet" href="${away}/j.css">`,
  `<meta http-equiv="refresh" content="0;url=${away}/k"><base href="${away}/">`,
  `<form action="${away}/l"><button autofocus>go</button></form>`,
  `<div style="background:url(${away}/m.png)">styled</div><style>@import "${away}/n.css";</style>`,
  `<script>window.ran=1</script><script src="${away}/o.js"></script>`,
  `<a href="javascript:window.ran=1" ping="${away}/p" id="hit1">x</a>`,
  `<math><mtext><table><mglyph><style><img src=x onerror="window.ran=1">`,
  `<noscript><p title="</noscript><img src=x onerror=window.ran=1>">`,
  `<details open ontoggle="window.ran=1">x</details><body onload="window.ran=1">`,
];
const markdown = [
  `![a](${away}/q.png) ![b][r]\n\n[r]: ${away}/r.png "t"`,
  `[x](javascript:window.ran=1) [y](command:workbench.action.terminal.new) [z](vscode://x/y) [f](file:///etc/passwd)`,
  `[d](data:text/html,<script>window.ran=1</script>) <javascript:window.ran=1> <${away}/auto>`,
  `[u](https://good.example@sink.invalid/) [j](JaVa&#115;cript:window.ran=1) [n](java\nscript:alert(1))`,
  `[q](<${away}/" onmouseover="window.ran=1>)`,
  `\`\`\`"><img src=${away}/lang.png>\ncode\n\`\`\``,
  `\`\`\`python onclick=window.ran=1\nprint("<img src=${away}/s.png onerror=window.ran=1>")\n\`\`\``,
  `| <img src=${away}/t.png> | b |\n|---|---|\n| ![c](${away}/u.png) | [d](javascript:window.ran=1) |`,
];
const tex = [
  `$\\href{javascript:window.ran=1}{x}$ $\\url{${away}/v}$`,
  `$\\includegraphics[height=1em]{${away}/w.png}$`,
  `$\\htmlStyle{background:url(${away}/x.png)}{x}$ $\\htmlClass{panel}{x}$ $\\htmlId{app}{x}$ $\\htmlData{a=b}{x}$`,
  `$\\text{<img src=${away}/y.png onerror=window.ran=1>}$`,
  `$$\\rule{100000em}{100000em}$$`,
];
const bombs = [
  `$$${'{'.repeat(999)}x${'}'.repeat(999)}$$`,
  `$$${'\\frac{1}{'.repeat(200)}x${'}'.repeat(200)}$$`,
  `$$${'\\sqrt{'.repeat(39)}x${'}'.repeat(39)}$$`,
  `$$${'\\left('.repeat(150)}x${'\\right)'.repeat(150)}$$`,
  `$$\\def\\a{\\a\\a}\\a$$`,
  `$$\\newcommand\\b[1]{#1#1#1#1#1#1#1#1}\\b{\\b{\\b{\\b{\\b{x}}}}}$$`,
  `$$${'x^'.repeat(900)}x$$`,
  `$$\\begin{matrix}${'a&'.repeat(480)}b\\end{matrix}$$`,
  `$$${'\\sum'.repeat(400)}$$`,
  `$$${'x_{y^{'.repeat(18)}z${'}}'.repeat(18)}$$`,
  `$${'\\overbrace{'.repeat(35)}x${'}'.repeat(35)}$`,
];

describe('hostile text', () => {
  let lab: Lab;
  let view: WebviewPage;

  before(async () => {
    lab = await openLab();
  });
  after(() => lab.close());
  beforeEach(async () => {
    view = await lab.open('chat');
  });
  afterEach(() => view.close());

  const show = (texts: readonly string[]) => {
    const turns = texts.map((text, index) => turn(index + 1, index % 2 ? 'candidate' : 'interviewer', text));
    return view.send(toChat.view, { seq: 1, view: { ...chatView, turns }, draft: '' });
  };

  it('fetches nothing, runs nothing and leads nowhere, at once or streamed', async () => {
    const all = [...html, ...markdown, ...tex];
    await show(all);
    await view.page.waitForFunction(() => document.querySelector('.katex'));
    await view.send(toChat.patch, { seq: 2, turns: [turn(500, 'interviewer', '', { speaking: true })] });
    const whole = all.join('\n\n');
    for (let offset = 0; offset < whole.length; offset += 97) {
      await view.send(toChat.delta, { turn: 500, offset, text: whole.slice(offset, offset + 97) });
    }
    await view.send(toChat.patch, { seq: 3, turns: [turn(500, 'interviewer', whole)] });
    await view.page.waitForTimeout(300);
    assert.deepEqual(view.outside, []);
    assert.equal(await view.page.evaluate(() => (window as unknown as { ran?: number }).ran), undefined);
    assert.deepEqual(complaints(view), []);
  });

  it('leaves only harmless nodes in the page', async () => {
    await show([...html, ...markdown, ...tex]);
    await view.page.waitForFunction(() => document.querySelector('.katex'));
    const found = await view.page.evaluate(() => {
      const nodes = [...document.querySelectorAll('mli-markdown *')];
      const bad = nodes.filter((node) =>
        /^(script|img|image|iframe|object|embed|video|audio|link|meta|base|form|input|style|noscript)$/i.test(
          node.localName,
        ),
      );
      const handlers = nodes.filter((node) =>
        [...node.attributes].some(
          ({ name }) => name.startsWith('on') || name === 'href' || name === 'src' || name === 'ping' || name === 'id',
        ),
      );
      return [...bad, ...handlers].map((node) => node.outerHTML.slice(0, 120));
    });
    assert.deepEqual(found, []);
  });

  it('opens links only by asking the host, with the whole address in sight', async () => {
    await show([`[safe](https://example.com/a?b=c) ${markdown[1]}`]);
    const links = view.page.locator('mli-markdown a[role=link]');
    assert.equal(await links.count(), 1);
    assert.equal(await links.getAttribute('title'), 'https://example.com/a?b=c');
    await links.click();
    await links.click({ button: 'middle' });
    await links.click({ modifiers: ['Control'] });
    await view.page.waitForTimeout(100);
    assert.ok((await view.posted('open-link')).length >= 2);
    assert.equal(view.page.context().pages().length, 1);
    assert.deepEqual(view.outside, []);
  });

  it('of TeX neither hangs nor throws, and is shown as source where it is not typeset', async () => {
    await show(['$x$']);
    await view.page.locator('.katex').first().waitFor();
    const times: number[] = [];
    for (const [index, bomb] of bombs.entries()) {
      const time = await view.page.evaluate(
        async ({ text, seq }) => {
          const node = document.createElement('mli-markdown') as HTMLElement & { text: string };
          document.querySelector('.turns')?.append(node);
          // The best of three: what the formula costs, not what else the machine is doing.
          let spent = Number.POSITIVE_INFINITY;
          for (let round = 0; round < 3; round += 1) {
            node.text = '';
            const started = performance.now();
            node.text = text;
            spent = Math.min(spent, performance.now() - started);
          }
          if (!node.textContent?.trim()) throw new Error(`bomb ${seq} left nothing`);
          node.remove();
          return spent;
        },
        { text: bomb, seq: index },
      );
      times.push(Math.round(time));
    }
    assert.deepEqual(complaints(view), []);
    // A hang, not a speed: the unbounded ones took minutes.
    assert.ok(Math.max(...times) < 5_000, `ms per formula: ${times}`);
  });
});
