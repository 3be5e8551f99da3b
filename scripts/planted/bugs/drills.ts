import type { PlantedBug } from '../bug.ts';

/** A rule of a decider of drills that is taken out of it. */
const without =
  (file: string) =>
  (name: string, hurts: string, from: string, to: string): PlantedBug => ({
    name,
    hurts,
    edits: [{ file: `domain/failover/drill/${file}`, from, to }],
  });
const request = without('decide-request.ts');
const putBack = without('put-back.ts');
const plan = without('plan.ts');
const drill = without('drill.ts');
const judge = without('judge.ts');
const times = without('times.ts');

const LARGER = 'a standby stays as large as its primary after every drill, and is paid for';
const SMALLER = 'a drill takes away what a person has given the standby';

/** Each rule by which drills are taken, put back and judged, left out once. */
export const drills: readonly PlantedBug[] = [
  request(
    'a drill begins while its plan is moved',
    'a drill and a move are at work on one standby',
    'if (guard.moving) return',
    "if (guard.moving === 'serving') return",
  ),
  request(
    'a drill begins while the standby serves',
    'clients are the test',
    "if (guard.owner === 'standby') return",
    "if (guard.owner === 'standby' && unready.length > 0) return",
  ),
  request(
    'a drill of a plan that is not ready begins',
    'people are told of what they know',
    'if (unready.length > 0)\n',
    'if (unready.length > 1)\n',
  ),
  request(
    'a scheduled drill is held a day late',
    'nobody watches it',
    'if (!(lateMs >= 0 && lateMs <= LATE_MS))',
    'if (!(lateMs >= 0))',
  ),
  request(
    'anybody who may put requests says when a drill is due',
    'drills are held by who may not ask for one',
    'if (!isDrillTime(plan, scheduledAt))',
    'if (plan.drill === undefined)',
  ),
  request(
    'a scheduled drill is held as often as its request is put',
    'a standby is raised and put back without end',
    'return last && Date.parse(at) - Date.parse(last.begunAt) <= ONCE_MS',
    'return last && Date.parse(at) - Date.parse(last.begunAt) <= 0',
  ),
  putBack(
    'what a person has made of a size is lowered',
    SMALLER,
    'now > before && now === raisedTo;',
    'now > before && raisedTo !== undefined;',
  ),
  putBack(
    'a bound that a drill has raised stays',
    LARGER,
    'maxSize: ofDrill.most ? Math.max(nodes, before.maxSize) : maxSize,',
    'maxSize,',
  ),
  putBack(
    'nodes go below the bound of a person',
    'EKS refuses, and the drill never ends',
    'const nodes = ofDrill.nodes ? Math.max(minSize, before.desiredSize) : desiredSize;',
    'const nodes = ofDrill.nodes ? before.desiredSize : desiredSize;',
  ),
  putBack(
    'an update that is under way is not waited for',
    LARGER,
    "if (group.status === 'UPDATING' && !isSameAs",
    "if (group.status === 'CREATING' && !isSameAs",
  ),
  putBack(
    'what Git keeps is put back by a drill',
    'a drill and Git change a Deployment in turns',
    "if (keeperOf(found) !== undefined) return { do: 'kept' };",
    "if (keeperOf(found) === 'nobody') return { do: 'kept' };",
  ),
  putBack(
    'nodes go before the pods that are on them',
    'pods are moved that are to go',
    'if (pods.length > 0)\n',
    'if (pods.length > 99)\n',
  ),
  putBack(
    'what is left larger is told to nobody',
    'a standby costs more, and nobody knows why',
    'was === undefined || now <= was || now === raised',
    'was === undefined || now >= was || now === raised',
  ),
  plan(
    'the drill after one that was stopped puts back to what that one has raised',
    LARGER,
    'former !== undefined && now === formerRaisedTo ? Math.min(now, former) : now;',
    'former !== undefined && now === formerRaisedTo ? Math.max(now, former) : now;',
  ),
  plan(
    'the drill after one that was stopped puts back what a person has made since',
    SMALLER,
    'former !== undefined && now === formerRaisedTo ?',
    'former !== undefined && formerRaisedTo !== undefined ?',
  ),
  plan(
    'a drill puts back what a move has raised',
    'the side that serves has too few nodes',
    'last.endedAt === undefined && last.epoch === epoch ? last : undefined',
    'last.endedAt === undefined ? last : undefined',
  ),
  plan(
    'steps that a drill leaves out are told to nobody',
    'a plan is believed in that was tried in part',
    "!('inDrill' in hook) || hook.inDrill !== true",
    "'inDrill' in hook && hook.inDrill !== true",
  ),
  {
    name: 'a drill runs steps that do not say so',
    hurts: 'a real step of the user’s is run as an exercise',
    edits: [
      {
        file: 'domain/failover/hooks.ts',
        from: "'inDrill' in hook && hook.inDrill === true",
        to: "!('inDrill' in hook) || hook.inDrill !== false",
      },
    ],
  },
  drill(
    'a drill that was stopped is under way for ever',
    'the word of its shadow pair is never taken back',
    'Date.parse(at) - Date.parse(drill.begunAt) < LONGEST_DRILL_MS;',
    'Date.parse(at) - Date.parse(drill.begunAt) < 99 * LONGEST_DRILL_MS;',
  ),
  drill(
    'a drill that a failover ended counts as one that fell short',
    'people look for what failed, and nothing did',
    'planEpoch !== undefined && planEpoch > epoch;',
    'planEpoch !== undefined && planEpoch < epoch;',
  ),
  judge(
    'a drill that would have been late met its objective',
    'the plan is believed in',
    'short: isBeyond ? [...short, late] : short',
    'short: isBeyond ? short : [...short]',
  ),
  judge(
    'a plan that was never drilled is told to nobody',
    'nobody knows whether it works',
    'return days(since) >= LONGEST_WITHOUT_DAYS ?',
    'return days(since) >= 99 * LONGEST_WITHOUT_DAYS ?',
  ),
  judge(
    'a drill of last year is good enough',
    'nobody knows whether the plan works',
    '...(days(last.begunAt) > LONGEST_WITHOUT_DAYS',
    '...(days(last.begunAt) > 99 * LONGEST_WITHOUT_DAYS',
  ),
  times(
    'a quarterly drill is held each month',
    'drills are held that nobody asked for',
    "plan.drill === 'monthly' || QUARTERS.includes(at.getUTCMonth() + 1);",
    "plan.drill === 'monthly' || QUARTERS.length > 0;",
  ),
];
