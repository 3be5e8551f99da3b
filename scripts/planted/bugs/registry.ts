import type { PlantedBug } from '../bug.ts';

/** Adoption, release, drift and notices. */
export const registry: readonly PlantedBug[] = [
  {
    name: 'drift is looked for in a cluster that an operation changes',
    hurts: 'half-made changes are told as drift every night',
    edits: [
      {
        file: 'functions/drift/compare-cluster.ts',
        from: '  if (held !== undefined) return skipped(held);\n',
        to: '  if (held !== undefined && !registered) return skipped(held);\n',
      },
      {
        file: 'functions/drift/compare-cluster.ts',
        from: '  if (lease?.holder)\n    return',
        to: '  if (lease?.holder && lease.epoch !== before?.epoch)\n    return',
      },
    ],
  },
  {
    name: 'drift that was told once is told no more when it changes',
    hurts: 'a second change by hand hides behind the first',
    edits: [
      {
        file: 'functions/drift/compare-cluster.ts',
        from: 'if (seen === publishedDrift) return undefined;',
        to: 'if (publishedDrift !== undefined) return undefined;',
      },
    ],
  },
  {
    name: 'a cluster whose look fails counts as looked at',
    hurts: 'a cluster that throttles is never compared, and nobody is told',
    edits: [
      {
        file: 'functions/drift/compare-cluster.ts',
        from: "      if (answer === 'no answer') break;\n      looked++;\n      if (answer)",
        to: "      looked++;\n      if (answer && answer !== 'no answer')",
      },
    ],
  },
  {
    name: 'a sleeping cluster is drift',
    hurts: 'every night every cluster is told as drifted',
    edits: [
      {
        file: 'functions/drift/compare-cluster.ts',
        from: 'const target = memory ? { ...awake, asleep: asleepOf(memory) } : awake;',
        to: 'const target = memory?.asleepSince === undefined && memory ? { ...awake, asleep: asleepOf(memory) } : awake;',
      },
    ],
  },
  {
    name: 'a difference in a list is none',
    hurts: 'a removed subnet, log type or selector is not seen',
    edits: [
      {
        file: 'domain/drift/differences.ts',
        from: '  if (same(wanted, found)) return [];\n',
        to: '  if (same(wanted, found) || (Array.isArray(wanted) && Array.isArray(found) && found.length > wanted.length))\n    return [];\n',
      },
    ],
  },
  {
    name: 'what is to be there and is not is no difference',
    hurts: 'an add-on that somebody has deleted is not missed',
    edits: [
      {
        file: 'domain/drift/differences.ts',
        from: "return [{ path: key, wanted: 'there', found: 'nothing' }];",
        to: "return key.startsWith('addon/') ? [] : [{ path: key, wanted: 'there', found: 'nothing' }];",
      },
    ],
  },
  {
    name: 'a cluster that sleeps is released',
    hurts: 'nobody knows any more what it wakes to',
    edits: [
      {
        file: 'functions/release/accept-request.ts',
        from: 'return memory\n          ? refuse(',
        to: 'return memory?.provisioning\n          ? refuse(',
      },
    ],
  },
  {
    name: 'a cluster is adopted while it is being made or deleted',
    hurts: 'half a cluster is on record as how it is to be',
    edits: [
      {
        file: 'functions/adopt/register-cluster.ts',
        from: "if (observed.status === 'ACTIVE') return undefined;",
        to: "if (observed.status !== 'FAILED') return undefined;",
      },
    ],
  },
  {
    name: 'a change of level writes the document anew',
    hurts: 'all drift so far becomes what is wanted',
    edits: [
      {
        file: 'functions/adopt/register-cluster.ts',
        from: '    const wanted = registered\n      ? atLevel',
        to: "    const wanted = registered && level !== 'all'\n      ? atLevel",
      },
    ],
  },
  {
    name: 'a notice that SNS has refused is dropped',
    hurts: 'nobody is told of a failure, nor of that',
    edits: [
      {
        file: 'functions/notify/publish-notice.ts',
        from: '  await ports.topics.publish(topic, subject, message);\n',
        to: '  await ports.topics.publish(topic, subject, message).catch(() => undefined);\n',
      },
    ],
  },
];
