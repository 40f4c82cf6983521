import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { WebviewPage } from './page.ts';

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResult {
  violations: { id: string; impact: string; nodes: { target: unknown; failureSummary: string }[] }[];
}

/** Serious and critical findings of axe-core, contrast included, as sentences. */
export async function accessibilityFaults({ page }: WebviewPage): Promise<string[]> {
  const size = page.viewportSize() ?? { width: 300, height: 900 };
  // axe-core cannot see the colours of what is scrolled away: everything has to be on screen at once.
  await page.setViewportSize({ ...size, height: 5000 });
  await page.evaluate(axeSource);
  const result = (await page.evaluate(() =>
    (window as unknown as { axe: { run(options: unknown): Promise<unknown> } }).axe.run({
      resultTypes: ['violations'],
    }),
  )) as AxeResult;
  await page.setViewportSize(size);
  return result.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id} at ${JSON.stringify(node.target)}: ${node.failureSummary}`));
}

/** Texts smaller than 12 px; sub- and superscripts of formulas are as small as TeX sets them. */
export async function smallTexts({ page }: WebviewPage): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const visit = (root: Node) => {
      for (const node of root.childNodes) {
        if (node instanceof Text) {
          const parent = node.parentElement;
          const size = parent ? Number.parseFloat(getComputedStyle(parent).fontSize) : 12;
          if (node.data.trim() && size < 12 && !parent?.closest('.katex'))
            found.push(`${size}px: ${node.data.trim().slice(0, 40)}`);
        } else if (node instanceof HTMLElement && !['STYLE', 'SCRIPT'].includes(node.tagName)) {
          if (node.shadowRoot) visit(node.shadowRoot);
          visit(node);
        }
      }
    };
    visit(document.body);
    return found;
  });
}

/** What the page's scripts and policy complained about, but for one known probe (see webview/ui/base.css). */
export function complaints({ problems }: WebviewPage): string[] {
  return problems.filter((problem) => !problem.includes('sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='));
}
