import type { PlantedBug } from '../bug.ts';

export const proof: readonly PlantedBug[] = [
  {
    name: 'a proof is taken however old it is',
    hurts: 'whoever finds a request of last month proves with it who asks today',
    edits: [
      {
        file: 'domain/proof/presigned-call.ts',
        from: '  if (ageSeconds > lifetime)',
        to: '  if (ageSeconds > lifetime * 100)',
      },
    ],
  },
  {
    name: 'a proof is taken from the future',
    hurts: 'a signature can be made beforehand, and used when nobody expects it',
    edits: [
      {
        file: 'domain/proof/presigned-call.ts',
        from: '  if (ageSeconds < -AHEAD_SECONDS)',
        to: '  if (ageSeconds < -AHEAD_SECONDS * 100)',
      },
    ],
  },
  {
    name: 'the host of a proof is looked at by its end',
    hurts: 'a proof may be made for another host than the one that is checked',
    edits: [
      {
        file: 'domain/proof/presigned-call.ts',
        from: '  const begin = `https://${host}/?`;\n  if (!proof.startsWith(begin))',
        to: "  const begin = proof.slice(0, proof.indexOf('?') + 1);\n  if (!begin.endsWith(`${host}/?`))",
      },
    ],
  },
  {
    name: 'the digest is of the id alone',
    hurts: 'the proof of one request is that of another with the same id',
    edits: [
      {
        file: 'domain/proof/signed-text.ts',
        from: 'withoutProof(detail).detail]);',
        to: 'withoutProof(detail).detail.requestId]);',
      },
    ],
  },
  {
    name: 'a proof of another account is taken',
    hurts: 'whoever has any account of AWS is proven to have asked',
    edits: [
      {
        file: 'domain/proof/decide-identity.ts',
        from: '  if (identity.account === accountId) return',
        to: '  if (identity.account.length === accountId.length) return',
      },
    ],
  },
  {
    name: 'a bad proof counts as none',
    hurts: 'a request with a forged proof goes through as an unproven one',
    edits: [
      {
        file: 'functions/operation/accept.ts',
        from: '  if (problem) return rejected(refusable, [problem]);\n  const documents',
        to: '  if (problem && identity) return rejected(refusable, [problem]);\n  const documents',
      },
    ],
  },
  {
    name: 'a repeated try asks again who has signed',
    hurts: 'a request whose first reply was lost is refused once its proof is old, and its lease stays',
    edits: [
      {
        file: 'functions/operation/accept.ts',
        from: '  if (seen.claim) return',
        to: '  if (seen.claim && !(await whoAsks(event, proof, at, ports)).problem) return',
      },
    ],
  },
  {
    name: "the fleet's own word is believed",
    hurts: "whoever writes a schedule's name into a request needs no proof",
    edits: [
      {
        file: 'functions/operation/accept.ts',
        from: 'if (needed && !(await about.isOwn?.(detail, seen, place)))',
        to: 'if (needed && !about.isOwn)',
      },
    ],
  },
  {
    name: "a firing is the fleet's by its entry alone",
    hurts: 'a forged firing brings a cluster to sleep whenever somebody likes',
    edits: [
      {
        file: 'domain/fleet/schedules/own-firing.ts',
        from: '      id === requestId &&\n',
        to: '      id.length > requestId.length - 99 &&\n',
      },
    ],
  },
  {
    name: 'a document that requires no proof may govern in the place of one that does',
    hurts: 'anybody applies one, and asks unproven from then on',
    edits: [
      {
        file: 'domain/operation/proof-required.ts',
        from: 'problemOf(documentsOf(cluster, requiring(stored)), cluster.name);',
        to: 'problemOf(requiring(stored.filter(({ document }) => document && documentsOf(cluster, stored.flatMap((one) => one.document ?? [])).includes(document))), cluster.name);',
      },
    ],
  },
  {
    name: 'names of sessions tell people apart, whatever the role',
    hurts: 'who asks approves it under another name',
    edits: [
      {
        file: 'domain/proof/person.ts',
        from: ': `role ${account} ${principal.role}`;',
        to: ': `role ${account} ${principal.role} ${principal.session}`;',
      },
    ],
  },
  {
    name: 'an event is kept with its proof',
    hurts: 'signatures are in what every first task reads, and in what it says of that',
    edits: [
      {
        file: 'functions/operation/read-request.ts',
        from: '  const event = { ...enveloped.data, detail: sent };',
        to: '  const event = { ...enveloped.data, detail: proof === undefined ? sent : { ...sent, proof } };',
      },
    ],
  },
];
