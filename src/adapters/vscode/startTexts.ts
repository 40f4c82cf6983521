import type { TextDocumentContentProvider } from 'vscode';
import type { Exercises } from '../../app/ports.ts';

/** Read-only documents for comparing: `/<problem>/<file>` of the start state or of the reference fix. */
export function exerciseTexts(exercises: Exercises, from: 'start' | 'reference'): TextDocumentContentProvider {
  return {
    async provideTextDocumentContent(uri) {
      const [problem = '', ...rest] = uri.path.split('/').slice(1);
      const file = rest.join('/');
      if (from === 'start') return exercises.starterFile(problem, file);
      const reference = await exercises.reference(problem);
      return reference.find((item) => item.file === file)?.text ?? '';
    },
  };
}
