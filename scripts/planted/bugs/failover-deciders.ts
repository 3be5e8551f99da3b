import type { PlantedBug } from '../bug.ts';

/** A rule of a decider that is taken out of it. */
const without =
  (file: string) =>
  (name: string, hurts: string, from: string, to: string): PlantedBug => ({
    name,
    hurts,
    edits: [{ file, from, to }],
  });
const decide = without('domain/failover/decide.ts');
const votes = without('domain/failover/votes.ts');
const claim = without('domain/failover/claim.ts');
const signals = without('domain/failover/signals.ts');

const TWO_OWNERS = 'two sides take themselves for the owner, and both write';
const NO_CAUSE = 'a plan moves for nothing, and what was not yet copied is lost';

/** Each rule by which it is decided whether a plan moves, and who may move it, left out once. */
export const failoverDeciders: readonly PlantedBug[] = [
  decide(
    'a failover is decided without Guard',
    TWO_OWNERS,
    "if (!guard) return hold('Guard does not answer: nobody can tell who owns the plan', true);",
    "if (!guard) return ask('Guard does not answer: nobody can tell who owns the plan');",
  ),
  decide(
    'a plan that is moving is moved once more',
    TWO_OWNERS,
    "if (guard.owner !== 'primary' || guard.moving) return",
    "if (guard.owner !== 'primary') return",
  ),
  decide(
    'a plan that has moved is moved again',
    NO_CAUSE,
    "if (guard.owner !== 'primary' || guard.moving) return",
    'if (guard.moving) return',
  ),
  decide(
    'an observer that does not see the world itself decides',
    NO_CAUSE,
    'if (!isHeard(standby))',
    'if (!isHeard(standby) && standby.slots.length > 99)',
  ),
  decide(
    'a plan moves to a standby that does not answer',
    'traffic comes to where nobody answers',
    "if (there.standby !== 'answers' || there.witness === 'fails')",
    "if (there.standby === 'none' && there.witness === 'fails')",
  ),
  decide(
    'a standby that only its own region sees counts as there',
    'traffic comes to where nobody answers',
    "if (there.standby !== 'answers' || there.witness === 'fails')",
    "if (there.standby !== 'answers')",
  ),
  decide(
    'one observer is enough for the application',
    NO_CAUSE,
    "if (bothSay(application, 'fails')) return lost",
    "if (anySays(application, 'fails')) return lost",
  ),
  decide(
    'one observer is enough for the region',
    NO_CAUSE,
    "if (!bothSay(region, 'fails'))\n    return ask",
    "if (!anySays(region, 'fails'))\n    return ask",
  ),
  decide(
    'an application that fails alone moves its plan',
    'a bad deployment goes to the standby',
    "if (bothSay(region, 'answers')) {",
    "if (bothSay(region, 'none')) {",
  ),
  decide(
    'a zone that is impaired is asked about as a deployment',
    'people look for a bug, and the zone stays in use',
    "if (zones.length > 0) return { is: 'shiftZone', zones };\n    return ask",
    'if (zones.length > 99) return ask(zones.join());\n    return ask',
  ),
  decide(
    'a plan in mode approve moves by itself',
    'nobody was asked',
    "if (plan.mode === 'approve') return 'the plan asks before it moves';",
    "if (plan.mode === 'approve' && unready.length > 99) return 'the plan asks before it moves';",
  ),
  decide(
    'a fence that needs the lost region is good enough',
    TWO_OWNERS,
    'if (!plan.fencesAlone) return',
    'if (!plan.fencesAlone && unready.length > 0) return',
  ),
  decide(
    'a standby that is not ready takes over by itself',
    'traffic comes to a standby that cannot bear it',
    'if (unready.length > 0) return',
    'if (unready.length > 1) return',
  ),
  decide(
    'data that are further behind than the plan allows are gone with',
    'orders are lost',
    "if (lag === 'beyond')",
    "if (lag === 'beyond' && unready.length > 0)",
  ),
  decide(
    'data of which nobody knows how far they are behind are gone with',
    'orders are lost',
    "if (lag === 'unknown') return",
    "if (lag === 'unknown' && unready.length > 0) return",
  ),
  decide(
    'a pause that holds failovers holds none',
    'a person’s word is not heard',
    'if (pausedBy.length > 0) return',
    'if (pausedBy.length > 1) return',
  ),
  decide(
    'a move that a person took back begins again',
    'a person’s word is not heard',
    'if (back !== undefined) return back;',
    'if (back !== undefined && unready.length > 0) return back;',
  ),
  decide(
    'a silent witness is told to nobody',
    'the plan cannot move, and nobody knows',
    '>= WITNESS_SILENT_SECONDS)',
    '>= 60 * WITNESS_SILENT_SECONDS)',
  ),
  decide(
    'a region that fails by its own signs is told to nobody',
    'nobody knows of what comes next',
    'return said ? ask(`${why}${and}`) : hold(why, true);',
    'return said ? ask(`${why}${and}`) : hold(why);',
  ),
  decide(
    'every issue that AWS tells of wakes a person',
    'nobody listens any more on the day',
    'if (said && !said.byAwsAlone) return ask',
    'if (said) return ask',
  ),
  decide(
    'what somebody says of a region raises no question',
    'a person who knows better is not heard',
    "if (said && (isTorn || anySays(region, 'fails')))",
    "if (said && isTorn && anySays(region, 'fails'))",
  ),
  decide(
    'a stalled move is begun beside who is at work on it',
    TWO_OWNERS,
    "return guard.owner === 'standby' && plan.mode === 'automatic' && !isAtWork",
    "return guard.owner === 'standby' && plan.mode === 'automatic'",
  ),
  votes(
    'a blip of 43 seconds is a vote',
    NO_CAUSE,
    'const failing = Math.ceil(failingSeconds / SLOT_SECONDS) + 1;',
    'const failing = Math.ceil(failingSeconds / SLOT_SECONDS);',
  ),
  votes(
    'a look that is missing counts as a failure',
    NO_CAUSE,
    "bySequence.get(newest.sequence - back) ?? 'unknown');",
    "bySequence.get(newest.sequence - back) ?? 'fails');",
  ),
  votes(
    'what fails no more votes on',
    NO_CAUSE,
    "if (now === 'fails') return failuresIn",
    "if (now !== 'unknown') return failuresIn",
  ),
  votes(
    'an observer that fell silent votes on',
    NO_CAUSE,
    'sinceRoseSeconds < SILENT_AFTER_SECONDS &&',
    'sinceRoseSeconds < 99 * SILENT_AFTER_SECONDS &&',
  ),
  votes(
    'an observer that says it is not well votes on',
    NO_CAUSE,
    'newestOf(seen.slots)?.isWell === true',
    'newestOf(seen.slots) !== undefined',
  ),
  votes(
    'a slot in which an observer was not well counts',
    NO_CAUSE,
    "slot.isWell ? (slot.plans[plan]?.[sign] ?? 'unknown') : 'unknown',",
    "slot.plans[plan]?.[sign] ?? 'unknown',",
  ),
  claim(
    'a claim that comes an hour late is taken',
    'a plan moves for what is long over',
    'if (!(ageSeconds >= 0 && ageSeconds <= CLAIM_SECONDS))',
    'if (!(ageSeconds >= 0))',
  ),
  claim(
    'a claim of an older epoch is taken',
    TWO_OWNERS,
    'if (held.epoch !== claim.epoch)\n',
    'if (held.epoch < claim.epoch)\n',
  ),
  claim(
    'a claim on another plan of the same name is taken',
    'it moves to where the document no longer says',
    'if (held.generation !== claim.generation)\n',
    'if (held.generation !== claim.generation && held.moving)\n',
  ),
  claim(
    'a claim against a move that is under way is taken',
    TWO_OWNERS,
    'if (held.moving) return refuse(`claim ${held.claimId} is under way',
    "if (held.moving === 'fenced') return refuse(`claim ${held.claimId} is under way",
  ),
  claim(
    'the same claim again is another one',
    'a move whose first answer was lost never begins',
    "if (held.claimId === claim.claimId) return { do: 'nothing', item: held };",
    "if (held.claimId === claim.claimId && held.moving === 'serving') return { do: 'nothing', item: held };",
  ),
  claim(
    'a claim keeps the epoch of the one before',
    TWO_OWNERS,
    'item: { plan, owner, epoch: epoch + 1, generation,',
    'item: { plan, owner, epoch, generation,',
  ),
  claim(
    'a move that lost its plan goes on',
    TWO_OWNERS,
    'if (held.epoch !== by.epoch || held.claimId !== by.claimId)',
    'if (held.epoch < by.epoch)',
  ),
  claim(
    'traffic comes before the fence',
    TWO_OWNERS,
    'if (wanted !== reached + 1) return refuse',
    'if (wanted > reached + 2) return refuse',
  ),
  claim(
    'a step of a move that was made is made again',
    'a move goes back to a step that is over',
    "if (wanted <= reached) return { do: 'nothing', item: held };",
    "if (wanted === reached) return { do: 'nothing', item: held };",
  ),
  signals(
    'a word that comes a day late counts',
    'people are woken for what is long over',
    'ageSeconds <= SIGNAL_SECONDS) return undefined;',
    'ageSeconds <= 99 * SIGNAL_SECONDS) return undefined;',
  ),
  signals(
    'what is over counts on',
    'people are told to leave a zone that is well',
    "status === 'open' && Date.parse(until)",
    'status.length > 0 && Date.parse(until)',
  ),
];
