import { stem } from './stem.ts';

/** Words that say where a quantity goes. Stems unless noted. */
const stems = (list: string): Set<string> => new Set(list.split(/\s+/).filter(Boolean).map(stem));
const words = (list: string): Set<string> => new Set(list.split(/\s+/).filter(Boolean));

/** Verbs that move their object. `either` ones also move their subject when they have no object. */
export const raising =
  stems(`increase raise inflate boost enlarge expand double triple quadruple amplify elevate multiply heighten
  bump grow rise balloon explode swell climb add cost waste burn eat hog spend consume maximise worsen`);
export const lowering =
  stems(`decrease reduce lower cut save shrink drop decline halve lessen minimise trim slash diminish ease
  relieve free conserve economise spare alleviate curb shave conserve limit fall release reclaim compress`);
export const intransitive =
  stems(`increase grow rise balloon explode swell climb double triple quadruple decrease shrink drop
  decline fall halve diminish multiply expand jump soar skyrocket inflate`);
/** Noun and adjective forms. */
export const raisingNouns = stems(
  'increase rise growth jump spike blowup explosion overhead penalty surge doubling hike inflation',
);
export const loweringNouns = stems('decrease reduction drop saving savings cut decline relief shrinkage halving drops');
export const raisingWords =
  words(`more extra additional added further increased growing rising greater higher larger bigger
  excess excessive double doubled twice heavier bumped inflated 2x 3x 4x worse`);
export const loweringWords = words(
  'less fewer reduced lower smaller decreased lowered shrinking half halved lighter saved freed third quarter fraction smaller-than',
);
/** Weak: an amount, not a change; believed only where the cause stands in the same clause. */
export const muchWords = words('high large huge heavy massive big lots ton tons enormous much lot');
export const littleWords = words('low small tiny little minimal light negligible');
export const risingPredicates = words(
  'higher larger bigger greater up heavier more worse doubled tripled increased inflated ↑',
);
export const fallingPredicates = words(
  'lower smaller less down lighter halved reduced decreased cheaper cut fewer saved freed ↓ better',
);
export const steadyWords = words('unchanged unaffected constant same flat equal identical steady untouched');
export const affecting = stems('change affect alter impact influence touch move');
export const steadyNouns = stems('effect impact influence change difference bearing');
export const hungry = words('hungry hungrier intensive heavy heavier expensive consuming hog costly demanding bound');
export const thrifty = words('efficient friendly cheap light frugal saving savings-oriented efficiency');
export const burdensome = words(
  'heavier harder hard heavy expensive costly costlier worse demanding tough hungry pricey',
);
export const sparing = words('lighter easier easy light cheap cheaper better gentle savings saving saves save');
/** Heads that belong to the quantity named before them: "memory usage". */
export const heads =
  stems(`usage use footprint consumption requirement pressure cost budget demand need size level bill load amount
  utilisation side peak`);
/** What one wants more of; of everything else, less. Decides "at the cost of X", "improves X", "hurts X". */
export const goods =
  stems(`accuracy quality speed throughput performance precision recall stability generalisation efficiency
  parallelism expressiveness capacity robustness bandwidth utilisation convergence interpretability fidelity`);
export const improving = stems('improve help better enhance benefit');
export const harming = stems('hurt harm degrade damage worsen sacrifice compromise');
export const trading = stems('trade exchange swap');
/** Verbs that work against a movement named as a noun or adjective. */
export const opposing =
  stems(`counteract offset compensate fight handle tackle address cope combat solve fix mitigate alleviate
  relieve curb bound control manage counter survive tolerate afford absorb justify hide counterbalance`);
