import type { TextDocumentContentProvider, Uri } from 'vscode';
import type { Exercises } from '../../app/ports.ts';

/** Read-only documents for comparing: `/<problem>/<file>` as the exercise was given. */
export function startTexts(exercises: Exercises): TextDocumentContentProvider {
  return {
    async provideTextDocumentContent(uri) {
      const { problem, file } = parts(uri);
      return exercises.starterFile(problem, file);
    },
  };
}

/**
 * The same of the reference fix. An address is easily guessed, so the document itself asks whether the exercise is over.
 */
export function referenceTexts(
  exercises: Exercises,
  isOver: (problem: string) => boolean,
): TextDocumentContentProvider {
  return {
    async provideTextDocumentContent(uri) {
      const { problem, file } = parts(uri);
      if (!isOver(problem)) return 'The reference fix is shown once the exercise is fixed or given up.\n';
      const reference = await exercises.reference(problem);
      return reference.find((item) => item.file === file)?.text ?? '';
    },
  };
}

function parts(uri: Uri): { problem: string; file: string } {
  const [problem = '', ...rest] = uri.path.split('/').slice(1);
  return { problem, file: rest.join('/') };
}
