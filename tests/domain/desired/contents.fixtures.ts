import { desiredContents } from '../../../domain/desired/contents.ts';
import type { DesiredResource } from '../../../domain/desired/resource.ts';
import { plannedFacts } from '../../../domain/plan/planned-facts.ts';
import { account, configOf } from './fixtures.ts';

export function contentsOf(
  more: Record<string, unknown>,
  facts: Record<string, unknown> = {},
): readonly DesiredResource[] {
  const config = configOf(more, { version: '1.35' });
  return desiredContents(config, { ...plannedFacts(config, account, '2026-11-24'), ...facts });
}

export function find<Kind extends DesiredResource['kind']>(
  contents: readonly DesiredResource[],
  kind: Kind,
  key: string,
): Extract<DesiredResource, { kind: Kind }> {
  const found = contents.find((resource) => resource.key === key);
  if (found?.kind !== kind)
    throw new Error(`${key} is not among ${contents.map((resource) => resource.key).join()}`);
  return found as Extract<DesiredResource, { kind: Kind }>;
}

export const needsOf = (contents: readonly DesiredResource[], key: string) =>
  contents.find((resource) => resource.key === key)?.needs ?? [];

export function launchTemplateOf(contents: readonly DesiredResource[], group: string) {
  const { stack } = find(contents, 'stack', `stack/nodegroup-${group}`);
  return stack.template.Resources.LaunchTemplate?.Properties?.LaunchTemplateData as Record<string, unknown>;
}

export function userDataOf(contents: readonly DesiredResource[], group: string): string {
  const data = launchTemplateOf(contents, group).UserData as { 'Fn::Base64': string };
  return data['Fn::Base64'];
}
