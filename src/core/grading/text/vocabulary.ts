import { stem } from './stem.ts';

/** Closed word classes and the verbs of the field, enough to find clauses. Not a dictionary: an unknown word is a noun. */
const words = (list: string): Set<string> => new Set(list.split(/\s+/).filter(Boolean));
const stems = (list: string): Set<string> => new Set([...words(list)].map(stem));

export const determiners = words(
  `the a an this that these those its their his her our my your each every any some no all both another such
  what which whose same`,
);
export const pronouns = words(
  'it they we you i he she them us one there this that these those which who itself themselves both',
);
export const persons = words(`we you i one people they'd you'd we'd i'd someone`);
export const auxiliaries = words(
  `is are was were be been being am has have had having does do did done can could will would shall should may might
  must cannot isn't aren't wasn't weren't hasn't haven't hadn't doesn't don't didn't can't couldn't won't wouldn't
  shouldn't mustn't isnt arent wasnt werent doesnt dont didnt cant couldnt wont wouldnt it's that's they're we're
  there's you're it'll they'll you'll we'll we've you've they've i've i'd we'd you'd it'd gets get got getting`,
);
export const prepositions = words(
  `in on at of for with by from to into onto over under between during after before through via without within across
  against about per than as like using because due versus vs upon along among towards toward until till`,
);
export const conjunctions = words('and or nor but');
/** Words that open a clause wherever they stand. */
export const openers = words(
  `but while whereas although though because since so which where when whenever if unless however therefore thus hence
  then once yet otherwise instead meanwhile whilst consequently provided`,
);
export const contrasts = words('but however actually yet whereas instead really rather');
export const adverbs = words(
  `also then thus so hence therefore just only even still usually often always typically generally mostly mainly
  simply really actually quite very much far too again now later finally first together basically essentially
  never not hardly rarely sometimes probably maybe perhaps simultaneously significantly substantially roughly
  almost nearly about well slightly somewhat somehow already effectively dramatically drastically considerably
  massively greatly heavily lot bit little way likely like`,
);

/** Base forms of verbs; matched by stem in the -s, -ed and -ing forms too. */
const verbList = `accumulate achieve act adapt add address adjust affect aggregate align allocate allow alternate amplify
  apply approach assign assume attend average avoid backpropagate become begin behave believe bias boost break bring build burn
  buy cache calculate call capture carry cast cause cease change check choose clip collapse combine come communicate compare
  compensate complicate compress compute concatenate condition connect consider conserve constrain contain continue
  contribute control converge convert copy correct cost create curb cut damp dampen decay decide decline decouple decrease
  define degrade delay delete depend depict derive descend destroy detect determine differ diminish disable discard distinguish
  distribute diverge divide dominate double downsample drive drop ease eat eliminate embed emphasise enable encode encourage
  enforce enlarge ensure equal estimate evaluate exceed expand expect expend explain explode exploit explore express extend
  extract fail fall feed fetch filter find finish fit fix flatten flow focus follow force forget form free freeze gain gather
  generalise generate get give go grow guarantee halve handle happen help hide hit hold hurt ignore impact implement imply
  impose improve include increase indicate inflate influence inherit initialise inject inspect introduce invert involve isolate
  iterate jump keep know lack lead leak learn leave let lie limit link load log look lose lower maintain make map mask match
  matter maximise mean measure memorise memorize minimise mitigate mix model move multiply need normalise occur offer offload
  optimise oscillate outperform output overfit overflow overlap overwrite own pad parallelise parameterise pass pay penalise
  perform permute pick play plot point pool predict prefer preserve prevent process produce project propagate protect prove
  provide prune pull push put quantise raise randomise reach read rearrange recompute recover recur reduce reflect refuse
  regularise relate rely remain remember remove repeat replace represent require rescale reset reshape resolve respect
  restore restrict result retain return reuse reverse rise rotate round run sacrifice sample saturate save say scale see
  select send separate serve set shard share shift show shrink shuffle simplify skip slash slide slow smooth solve sort spare speed
  spend split squash stabilise stack start stay stop store stream stretch struggle sum suffer suggest supply support suppress
  swap synchronise take target tend test think tie tile track trade train transfer transform translate traverse treat truncate
  try tune turn underfit underflow understand unfreeze unroll update upsample use validate vanish vary view wait want warm waste weigh
  work worsen write yield zero accelerate add absorb`;
export const verbs = stems(verbList);
/** Verb stems that are as often nouns, so that only a verb's surroundings make them one. */
export const alsoNouns = stems(
  `bias bit break call change check compute control copy cost cut damp decay decline decrease drop estimate fit fix flow focus
  force form gain gather help hit hold impact increase influence jump lack lead leak limit link load log look loss map mask match
  mean measure mix model move need output overlap pad pass pay play plot point pool process project push range rate reach
  repeat reset result return reverse rise round run sample save scale set share shift show slide slow sort speed split stack
  start state step stop store stream stretch sum supply support swap target test tie tile time track trade train transfer transform turn
  update use view wait warm waste work yield zero embed average cache`,
);
const pasts = words(
  `went grew rose fell shrank drove kept made paid took ate blew spent came got held lost found gave saw said thought
  knew built broke chose froze fed led left met put read ran sent showed stood told wrote became began brought bought`,
);

export const isAuxiliary = (word: string): boolean => auxiliaries.has(word) || word.endsWith("n't");

/** Whether a word, after `before`, can be the verb of a clause (a gerund or a noun cannot). */
export function isFiniteVerb(word: string, wordStem: string, before: string | undefined): boolean {
  if (isAuxiliary(word) || pasts.has(word)) return true;
  if (!verbs.has(wordStem) || word.endsWith('ing')) return false;
  if (before === undefined) return !alsoNouns.has(wordStem);
  if (determiners.has(before) && !pronouns.has(before)) return false;
  if (prepositions.has(before) && before !== 'to') return false;
  return (
    !alsoNouns.has(wordStem) ||
    word.endsWith('ed') ||
    pronouns.has(before) ||
    before === 'to' ||
    isAuxiliary(before) ||
    word.endsWith('s')
  );
}

export const isVerbal = (word: string, wordStem: string): boolean =>
  isAuxiliary(word) ||
  pasts.has(word) ||
  (verbs.has(wordStem) && !alsoNouns.has(wordStem)) ||
  (verbs.has(wordStem) && (word.endsWith('s') || word.endsWith('ed') || word.endsWith('ing')));
