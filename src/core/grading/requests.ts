import type { Lexicon } from '../lexicon.ts';
import { Claims } from './claims.ts';
import { lexisFor } from './compiled.ts';
import { type Form, prepare } from './forms.ts';
import { hits } from './recognise.ts';
import type { Recogniser } from './recogniser.ts';
import type { Lexis } from './text/lexis.ts';
import { read } from './text/reading.ts';

interface Ready {
  readonly forms: readonly Form[];
  readonly lexis: Lexis;
}

const cache = new WeakMap<Lexicon, WeakMap<readonly Recogniser[], Ready>>();

/**
 * Whether a text asks for something: a diagnostic, a fact of the track. Questions count here, denied terms do not. A
 * `{quantity}` recogniser names a problem's quantity and never matches.
 */
export function matches(recognisers: readonly Recogniser[], lexicon: Lexicon, text: string): boolean {
  const { forms, lexis } = ready(recognisers, lexicon);
  const claims = new Claims([read(0, text, lexis)], lexis, undefined);
  return forms.some((form) => hits(form, claims, 'request').length > 0);
}

function ready(recognisers: readonly Recogniser[], lexicon: Lexicon): Ready {
  const byList = cache.get(lexicon) ?? new WeakMap<readonly Recogniser[], Ready>();
  cache.set(lexicon, byList);
  const known = byList.get(recognisers);
  if (known) return known;
  const forms = recognisers.flatMap((item) => prepare(item, lexicon, undefined));
  const made = { forms, lexis: lexisFor(lexicon, forms) };
  byList.set(recognisers, made);
  return made;
}
