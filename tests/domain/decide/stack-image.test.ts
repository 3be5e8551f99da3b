import { describe, expect, it } from '@jest/globals';
import { desiredContents } from '../../../domain/contents/kinds.ts';
import {
  decideStack,
  digestOutput,
  stackDigest,
  stackOutputs,
  templateBody,
} from '../../../domain/decide/stack.ts';
import { behindImage, keptBefore, keptImage } from '../../../domain/decide/stack-image.ts';
import type { DesiredStack } from '../../../domain/desired/template.ts';
import { plannedFacts } from '../../../domain/plan/planned-facts.ts';
import { account, configOf } from '../desired/fixtures.ts';

type Group = Readonly<Record<string, unknown>>;

function stackOf(
  group: Group,
  { present, version = '1.34', list = 'nodeGroups' }: Readonly<Record<string, string>> = {},
): DesiredStack {
  const config = configOf({ [list]: [{ name: 'own', desiredCapacity: 1, ...group }] });
  const planned = plannedFacts(config, account, '2026-11-24');
  const facts = {
    ...planned,
    cluster: { ...planned.cluster, version },
    ...(present ? { images: { own: present } } : {}),
  };
  const found = desiredContents(config, facts).find(({ key }) => key === 'stack/nodegroup-own');
  if (found?.kind !== 'stack') throw new Error('no stack of the group');
  return found.stack;
}

/** The part of a body that CloudFormation keeps. */
function deployed(body: string) {
  const { Resources, Outputs } = JSON.parse(body);
  const outputs = Object.entries<{ readonly Value: unknown }>(Outputs).map(([OutputKey, { Value }]) => ({
    OutputKey,
    OutputValue: String(Value),
  }));
  return { resources: Resources, outputs: stackOutputs({ Outputs: outputs }) };
}
const imageOf = (body: string): unknown =>
  deployed(body).resources.LaunchTemplate.Properties.LaunchTemplateData.ImageId;

/** The body that an update of a stack is given, when a group has an image by then. */
function updated(desired: DesiredStack, before: ReturnType<typeof deployed>): string {
  return templateBody(desired, { image: keptImage(desired, before.outputs, before.resources) });
}

describe('the image of a group whose launch template has it', () => {
  const old = { ami: 'ami-old' };
  const first = deployed(templateBody(stackOf(old)));

  it.each(['nodeGroups', 'managedNodeGroups'])('stays what an upgrade has made it, of %s', (list) => {
    const before = deployed(templateBody(stackOf(old, { list })));
    const desired = stackOf({ ...old, labels: { a: 'b' } }, { present: 'ami-given', list });
    const body = updated(desired, before);
    expect(imageOf(body)).toBe('ami-given');
    // And again, with the next change: what was kept is no image that a document has named.
    const next = stackOf({ ...old, labels: { a: 'c' } }, { present: 'ami-given', list });
    expect(imageOf(updated(next, deployed(body)))).toBe('ami-given');
    // A way back has taken it from the nodes since.
    const back = stackOf({ ...old, labels: { a: 'c' } }, { present: 'ami-old', list });
    expect(imageOf(updated(back, deployed(body)))).toBe('ami-old');
  });

  it('is the one that the document names newly, and that of a group which is not there', () => {
    expect(imageOf(updated(stackOf({ ami: 'ami-new' }, { present: 'ami-given' }), first))).toBe('ami-new');
    expect(imageOf(updated(stackOf(old), first))).toBe('ami-old');
    expect(imageOf(templateBody(stackOf(old, { present: 'ami-given' })))).toBe('ami-old');
  });

  it.each(['AmazonLinux2023', 'Bottlerocket', 'Ubuntu2204', 'WindowsServer2022CoreContainer'])(
    'stays also with a family, whose parameter goes with the cluster’s minor: %s',
    (amiFamily) => {
      const before = stackOf({ amiFamily });
      const observed = {
        StackId: 'x',
        StackName: before.stackName,
        StackStatus: 'CREATE_COMPLETE',
        Outputs: [{ OutputKey: digestOutput, OutputValue: stackDigest(before) }],
      };
      // The control plane alone has moved: nothing is asked of the stack.
      const after = { present: 'ami-35', version: '1.35' };
      expect(decideStack(stackOf({ amiFamily }, after), observed, false)).toEqual({ do: 'nothing' });
      const changed = stackOf({ amiFamily, labels: { a: 'b' } }, after);
      expect(decideStack(changed, observed, false)).toMatchObject({ do: 'update' });
      expect(imageOf(updated(changed, deployed(templateBody(before))))).toBe('ami-35');
      const other = stackOf({ amiFamily: 'BottlerocketFips' }, after);
      expect(imageOf(updated(other, deployed(templateBody(before))))).toMatch(/-fips/);
    },
  );

  it('is known of a stack that was deployed before it said what its document names', () => {
    for (const group of [
      old,
      { amiFamily: 'Bottlerocket' },
      { amiFamily: 'WindowsServer2022CoreContainer' },
    ]) {
      const { resources } = deployed(templateBody(stackOf(group)));
      const present = { present: 'ami-given', version: '1.35' };
      expect(keptImage(stackOf(group, present), {}, resources)).toBe('ami-given');
      expect(keptImage(stackOf({ ami: 'ami-new' }, present), {}, resources)).toBeUndefined();
    }
  });

  it('leaves a document behind that names another, until it names one newly', () => {
    const behind = { wanted: 'ami-old', found: 'ami-given' };
    const { image } = stackOf(old, { present: 'ami-given' });
    expect(behindImage(image, first.outputs)).toEqual(behind);
    expect(behindImage(image, {})).toEqual(behind);
    expect(
      behindImage(stackOf({ ami: 'ami-new' }, { present: 'ami-given' }).image, first.outputs),
    ).toBeUndefined();
    expect(behindImage(stackOf(old, { present: 'ami-old' }).image, first.outputs)).toBeUndefined();
    expect(behindImage(stackOf({}, { present: 'ami-given' }).image, {})).toBeUndefined();
    const { outputs } = deployed(updated(stackOf(old, { present: 'ami-given' }), first));
    expect([keptBefore('ami-old', outputs), keptBefore('ami-new', outputs)]).toEqual([
      'ami-given',
      undefined,
    ]);
  });
});
