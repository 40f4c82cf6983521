/** Loads what only some transcripts need, once such a card is on screen: curves and the attention explorer. */
export function loadCards(root: ParentNode): void {
  if (root.querySelector('mli-curves:not(:defined), mli-runs:not(:defined)'))
    void import('../curves/define.ts').then((m) => m.defineCurves());
  if (root.querySelector('mli-attention:not(:defined)')) {
    void import('../attention/element.ts').then((m) => m.defineAttention());
  }
}
