import type { ObservedNodegroup } from '../../../../domain/contents/node-group/observed.ts';
import type { NodeGroupPin } from '../../../../domain/upgrade/hop.ts';
import type { Upgrading } from '../../../../domain/upgrade/nodes/node-group.ts';

export const OLD = { version: '1.35', releaseVersion: '1.35.0-20261105' };
export const NEW = { version: '1.36', releaseVersion: '1.36.1-20261105' };

export const pin = (name: string, more: Partial<NodeGroupPin> = {}): NodeGroupPin => ({
  name,
  release: NEW,
  isWindows: false,
  ...more,
});

/** A pin of a group with a custom AMI. */
export const imagePin = (name: string, image: string): NodeGroupPin => ({ name, image, isWindows: false });

export const group = (more: Partial<ObservedNodegroup> = {}): ObservedNodegroup => ({
  nodegroupArn: 'arn:web',
  nodegroupName: 'web',
  status: 'ACTIVE',
  scalingConfig: { minSize: 0, maxSize: 9, desiredSize: 3 },
  nodeRole: 'arn:role',
  subnets: ['subnet-a'],
  ...OLD,
  ...more,
});

export const forward: Upgrading = { clusterName: 'shop', isBack: false, force: false, isWaived: false };
