import type { PlantedBug } from '../bug.ts';

export const waves: readonly PlantedBug[] = [
  {
    name: 'the alarms of the next wave are not looked at',
    hurts: 'a cluster under its own alarm is begun at the look that completes the wave before',
    edits: [
      {
        file: 'domain/waves/signs.ts',
        from: '.slice(0, 2);',
        to: '.slice(0, 1);',
      },
      {
        file: 'domain/waves/signs.ts',
        from: "return own !== undefined && !('noAnswer' in own) && own.every(({ state }) => state === 'OK');",
        to: "return !own || (!('noAnswer' in own) && own.every(({ state }) => state === 'OK'));",
      },
    ],
  },
  {
    name: 'a wave counts as settled while one of it runs',
    hurts: 'the next wave begins before the canary has come through',
    edits: [
      {
        file: 'domain/waves/advance.ts',
        from: 'if (wave.clusters.every((key) => isSettled(upgrade.members[key]))) return bake(upgrade, wave, seen);',
        to: 'if (wave.clusters.some((key) => isSettled(upgrade.members[key]))) return bake(upgrade, wave, seen);',
      },
    ],
  },
  {
    name: 'the bake is counted from the beginning of the wave',
    hurts: 'the next wave begins as soon as the one before has ended',
    edits: [
      {
        file: 'domain/waves/advance.ts',
        from: "const ends = [wave.bakingSince ?? '', lastEnd(upgrade, wave) ?? seen.at, rested];",
        to: "const ends = [wave.bakingSince ?? '', wave.startedAt ?? seen.at, rested];",
      },
    ],
  },
  {
    name: 'an alarm that came to rest does not begin the bake anew',
    hurts: 'what went wrong in the night counts as well stood',
    edits: [
      {
        file: 'domain/waves/advance.ts',
        from: "const ends = [wave.bakingSince ?? '', lastEnd(upgrade, wave) ?? seen.at, rested];",
        to: "const ends = [wave.bakingSince ?? '', lastEnd(upgrade, wave) ?? seen.at];",
      },
    ],
  },
  {
    name: 'one more fails than the budget allows',
    hurts: 'the second cluster of a bad version is begun after the first has failed',
    edits: [
      {
        file: 'domain/waves/advance.ts',
        from: 'if (failed.length <= failures) return undefined;',
        to: 'if (failed.length <= failures + 1) return undefined;',
      },
    ],
  },
  {
    name: 'the other of a pair may be changed at once',
    hurts: 'primary and standby are both without nodes at the moment of a failover',
    edits: [
      {
        file: 'domain/waves/order.ts',
        from: "const isDone = (member: Member | undefined) => ['upgraded', 'skipped'].includes(member?.is ?? '');",
        to: 'const isDone = (member: Member | undefined) => member !== undefined;',
      },
    ],
  },
  {
    name: 'a wave begins in several clusters of a region at once',
    hurts: 'all clusters of a region meet the bad version together',
    edits: [
      {
        file: 'domain/waves/order.ts',
        from: 'if (!isProven(region, wave, members) && underWay(region) > 0) continue;',
        to: 'if (!isProven(region, wave, members) && underWay(region) > wave.parallel) continue;',
      },
    ],
  },
  {
    name: 'one cluster more than parallel is under way',
    hurts: 'a document that says one at a time gets two',
    edits: [
      {
        file: 'domain/waves/order.ts',
        from: 'if (underWay() >= wave.parallel) break;',
        to: 'if (underWay() > wave.parallel) break;',
      },
    ],
  },
  {
    name: 'half of the seats are enough',
    hurts: 'two homes both own an upgrade, each with half of the regions',
    edits: [
      {
        file: 'domain/waves/ownership.ts',
        from: 'Math.floor(seats.length / 2) + 1;',
        to: 'Math.floor(seats.length / 2);',
      },
    ],
  },
  {
    name: 'a seat of the same epoch and another home counts as its own',
    hurts: 'two homes that took an upgrade over at once both go on',
    edits: [
      {
        file: 'domain/waves/ownership.ts',
        from: 'seat.epoch > epoch || (seat.epoch === epoch && seat.owner !== home)',
        to: 'seat.epoch > epoch',
      },
    ],
  },
  {
    name: 'a cluster begins that would end after the window',
    hurts: 'nodes move while the business has opened',
    edits: [
      {
        file: 'domain/waves/timing.ts',
        from: 'if (end === undefined || atMs + predictedMs <= end) return',
        to: 'if (end === undefined || atMs <= end) return',
      },
    ],
  },
  {
    name: 'a request that was lost is put again under an alarm',
    hurts: 'a cluster is begun minutes after the alarm that should have kept it',
    edits: [
      {
        file: 'domain/waves/advance.ts',
        from: "|| (member.is === 'asked' && mayBegin)",
        to: "|| member.is === 'asked'",
      },
    ],
  },
  {
    name: 'a lost request is put again under a new id',
    hurts: 'a cluster is upgraded twice where only the answer was lost',
    edits: [
      {
        file: 'domain/waves/record.ts',
        from: '`${id}/${attempt}/${clusterOf(key).name',
        to: '`${id}/${attempt}${Math.floor(Date.now() / 300_000)}/${clusterOf(key).name',
      },
    ],
  },
  {
    name: 'an approval holds for other clusters',
    hurts: 'what was approved for two clusters moves two hundred',
    edits: [
      {
        file: 'domain/waves/approval.ts',
        from: "clusters.filter((key) => members[key]?.is !== 'skipped').toSorted(),",
        to: 'clusters.length,',
      },
    ],
  },
  {
    name: 'clusters are not given the pins of their fleet upgrade',
    hurts: 'the second wave gets an AMI that nobody has tried',
    edits: [
      {
        file: 'domain/waves/child-request.ts',
        from: 'waivers: [...waivers], health, pins };',
        to: 'waivers: [...waivers], health };',
      },
    ],
  },
  {
    name: 'self-managed groups resolve their own newest image in a fleet, too',
    hurts: 'a later wave gets an image that no canary has had',
    edits: [
      {
        file: 'domain/upgrade/look.ts',
        from: 'lookForOwnImages(ownGroups, ahead, own, givenPins(request)),',
        to: 'lookForOwnImages(ownGroups, ahead, own),',
      },
    ],
  },
  {
    name: 'where the image of the pin is gone, the newest is taken',
    hurts: 'a cluster gets an image that no canary has had, once AWS has made an old one private',
    edits: [
      {
        file: 'domain/upgrade/nodes/own-groups.ts',
        from: 'return name !== undefined && image?.owner ? ownGroups.newestImage(image.owner, name) : undefined;',
        to: 'if (name === undefined || !image?.owner) return undefined;\n  const all = successorName(image, to) ?? name;\n  return (await ownGroups.newestImage(image.owner, name)) ?? ownGroups.newestImage(image.owner, all);',
      },
    ],
  },
];
