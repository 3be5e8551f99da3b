import type { PlantedBug } from '../bug.ts';

export const fleet: readonly PlantedBug[] = [
  {
    name: 'a holiday begins a day late',
    hurts: 'clusters run on the first day of the holidays',
    edits: [
      {
        file: 'domain/policy/calendar.ts',
        from: '} else if (holiday.from <= date && date <= holiday.to)',
        to: '} else if (holiday.from < date && date <= holiday.to)',
      },
    ],
  },
  {
    name: 'an exception that says all is a day like others',
    hurts: 'a release night is slept through',
    edits: [
      {
        file: 'domain/policy/calendar.ts',
        from: "if (exception?.awake === 'all') return [{ from: 0, to: 1440 }];",
        to: "if (exception?.awake === 'all') return week;",
      },
    ],
  },
  {
    name: 'a time that the clocks skip is an hour off',
    hurts: 'on the day of summer time clusters come up after people do',
    edits: [
      {
        file: 'domain/policy/calendar.ts',
        from: 'instantOf(zone, local) ?? wallMs - offsetMs(zone, wallMs - DAY_MS);',
        to: 'instantOf(zone, local) ?? wallMs - offsetMs(zone, wallMs + DAY_MS);',
      },
    ],
  },
  {
    name: 'a freeze ends at the beginning of its last day',
    hurts: 'changes begin on the last day of a freeze',
    edits: [
      {
        file: 'domain/policy/freezes.ts',
        from: 'from <= dateIn(zone, untilMs) && dateIn(zone, atMs) <= to,',
        to: 'from <= dateIn(zone, untilMs) && dateIn(zone, atMs) < to,',
      },
    ],
  },
  {
    name: 'a freeze is by the clocks of UTC',
    hurts: 'in Sydney a freeze begins half a day late',
    edits: [
      {
        file: 'domain/policy/freezes.ts',
        from: 'new Date(atMs + offsetMs(zone, atMs)).toISOString()',
        to: "new Date(atMs + offsetMs(zone === '' ? zone : 'UTC', atMs)).toISOString()",
      },
    ],
  },
  {
    name: 'two entries that meet both act',
    hurts: 'two schedules set one group to two sizes, and which wins is chance',
    edits: [
      {
        file: 'domain/policy/governing.ts',
        from: '          quiet.add(one.name).add(other.name);\n',
        to: '          quiet.add(one.name);\n',
      },
    ],
  },
  {
    name: 'the entry of lower priority acts',
    hurts: 'the exception for a sale gives way to the everyday schedule',
    edits: [
      {
        file: 'domain/policy/governing.ts',
        from: 'priorityOf(one) > priorityOf(other) ? [one, other] : [other, one];',
        to: 'priorityOf(one) > priorityOf(other) ? [other, one] : [one, other];',
      },
    ],
  },
  {
    name: 'a selection goes by any of its tags',
    hurts: 'production sleeps with what is env: dev OR team: shop',
    edits: [
      {
        file: 'domain/policy/selects.ts',
        from: 'return Object.entries(select).every(([key, value]) => (key',
        to: 'return Object.entries(select).length === 0 || Object.entries(select).some(([key, value]) => (key',
      },
    ],
  },
  {
    name: 'schedules of a cluster that was released stay',
    hurts: 'a cluster of somebody else’s is asked to sleep every night',
    edits: [
      {
        file: 'functions/fleet/reconcile-cluster.ts',
        from: 'if (!document || !registered) return { schedules: [], conflicts: [] };',
        to: 'if (!document || !registered) return { schedules: [], conflicts: [], isUnknown: true };',
      },
      {
        file: 'functions/fleet/reconcile-cluster.ts',
        from: 'const changes = scheduleChanges(desired.schedules, existing, nowMs);',
        to: "const changes = 'isUnknown' in desired ? [] : scheduleChanges(desired.schedules, existing, nowMs);",
      },
    ],
  },
  {
    name: 'a document that is changed while its schedules are made is not seen',
    hurts: 'the schedules of the former document stay until somebody applies again',
    edits: [
      {
        file: 'functions/fleet/reconcile-cluster.ts',
        from: 'if (changes.length > 0 && versionOf(await look(fleet, arn, ports)) !== versionOf(seen))',
        to: 'if (changes.length > 99 && versionOf(await look(fleet, arn, ports)) !== versionOf(seen))',
      },
    ],
  },
  {
    name: 'a document is kept whatever its revision is by now',
    hurts: 'one of two applies at a moment is lost without a word',
    edits: [
      {
        file: 'functions/fleet/store-document.ts',
        from: "if (!isWritten) throw new TaskError('Conflict'",
        to: "if (!isWritten && !stored) throw new TaskError('Conflict'",
      },
    ],
  },
  {
    name: 'the schedules of a region that a document no longer names stay',
    hurts: 'clusters there sleep by a policy that nobody can see',
    edits: [
      {
        file: 'functions/fleet/store-document.ts',
        from: 'regions: [...new Set([...(stored?.regions ?? []), ...named])].sort(),',
        to: "regions: [...new Set(request.do === 'apply' ? named : (stored?.regions ?? []))].sort(),",
      },
    ],
  },
  {
    name: 'a firing gives way to nobody',
    hurts: 'a nightly sleep fails over every cluster that is being created',
    edits: [
      {
        file: 'domain/firings/decide-firing.ts',
        from: '  if (!holder) return undefined;\n',
        to: '  if (!holder || nowMs > Date.parse(since)) return undefined;\n',
      },
    ],
  },
];
