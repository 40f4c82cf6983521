import { familyOf, type Lexicon } from '../lexicon.ts';
import type { Problem } from '../problem.ts';
import type { ClaimForm } from './claims.ts';
import { type Alternative, type Polarity, parseTerms, type Reach, type Recogniser, type Term } from './recogniser.ts';

/** A recogniser made ready: terms parsed, quantities looked up. */
export type Form =
  | { readonly kind: 'all'; readonly terms: readonly Term[]; readonly within: Reach; readonly source: string }
  | (ClaimForm & { readonly kind: 'claim'; readonly beside: readonly Term[]; readonly source: string })
  | {
      readonly kind: 'number';
      readonly value: number;
      readonly units: readonly string[];
      readonly factor: number;
      readonly near: readonly Term[];
      readonly source: string;
    }
  | { readonly kind: 'formula'; readonly formula: string; readonly source: string };

export function prepare(
  recogniser: Recogniser,
  lexicon: Lexicon,
  problem: Pick<Problem, 'quantities'> | undefined,
): Form[] {
  const parseTerms = (source: string) => termsIn(source, lexicon);
  if (typeof recogniser === 'string')
    return [{ kind: 'all', terms: parseTerms(recogniser), within: 'near', source: recogniser }];
  if ('all' in recogniser)
    return [{ kind: 'all', terms: parseTerms(recogniser.all), within: recogniser.within, source: recogniser.all }];
  if ('claim' in recogniser) return [prepareClaim(recogniser, parseTerms)];
  if ('formula' in recogniser) return [{ kind: 'formula', formula: recogniser.formula, source: recogniser.formula }];
  if ('quantity' in recogniser) {
    const quantity = problem?.quantities.find((item) => item.id === recogniser.quantity);
    if (!quantity) return [];
    return [
      {
        kind: 'number',
        value: quantity.value,
        units: unitsOf(quantity.unit),
        factor: quantity.factor,
        near: recogniser.near ? parseTerms(recogniser.near) : [],
        source: quantity.id,
      },
    ];
  }
  const near = recogniser.near ? parseTerms(recogniser.near) : [];
  const units = recogniser.unit ? unitsOf(recogniser.unit) : [];
  return [
    {
      kind: 'number',
      value: recogniser.number,
      units,
      factor: recogniser.factor,
      near,
      source: `${recogniser.number} ${recogniser.unit ?? ''}`.trim(),
    },
  ];
}

function prepareClaim(
  recogniser: Extract<Recogniser, { claim: string }>,
  parseTerms: (source: string) => readonly Term[],
): Form {
  const [quantity, ...beside] = parseTerms(recogniser.claim);
  const by = recogniser.by ? parseTerms(recogniser.by)[0] : undefined;
  const source = `${recogniser.claim} ${recogniser.goes}${recogniser.by ? ` by ${recogniser.by}` : ''}`;
  return { kind: 'claim', quantity: quantity as Term, goes: recogniser.goes, ...(by ? { by } : {}), beside, source };
}

const resolved = new WeakMap<Lexicon, Map<Term, Term>>();

/** Terms as parsed, families told from terms of the field; one object per spelling. */
function termsIn(source: string, lexicon: Lexicon): Term[] {
  const known = resolved.get(lexicon) ?? new Map<Term, Term>();
  resolved.set(lexicon, known);
  return parseTerms(source).map((term) => {
    const made = known.get(term) ?? { alternatives: term.alternatives.flatMap((item) => resolve(item, lexicon)) };
    known.set(term, made);
    return made;
  });
}

const turned: Record<Polarity, Polarity> = { affirmed: 'denied', denied: 'affirmed', either: 'either' };

/** A family comes with its opposite denied. */
function resolve(item: Alternative, lexicon: Lexicon): Alternative[] {
  const family = item.kind === 'concept' ? familyOf(lexicon, item.words[0] ?? '') : undefined;
  if (!family) return [item];
  const own: Alternative = { ...item, kind: 'family' };
  const { opposite } = family;
  if (opposite === undefined || item.polarity === 'either') return [own];
  return [own, { kind: 'family', slot: `$${opposite}`, words: [opposite], polarity: turned[item.polarity] }];
}

function unitsOf(source: string): string[] {
  return source.split('|').map((item) => item.trim());
}

/** Every term that a form names, for measuring what an answer engages with. */
export function termsOf(form: Form): readonly Term[] {
  if (form.kind === 'all') return form.terms;
  if (form.kind === 'claim') return [form.quantity, ...(form.by ? [form.by] : []), ...form.beside];
  return form.kind === 'number' ? form.near : [];
}
