import { CurvesElement } from './element.ts';
import { RunsElement } from './runs.ts';

/** Makes `<mli-runs>` and `<mli-curves>` work; loaded once a card with curves is on screen. */
export function defineCurves(): void {
  if (!customElements.get('mli-curves')) customElements.define('mli-curves', CurvesElement);
  if (!customElements.get('mli-runs')) customElements.define('mli-runs', RunsElement);
}
