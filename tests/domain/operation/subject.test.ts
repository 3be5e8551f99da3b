import { describe, expect, it } from '@jest/globals';
import { kindsAbout } from '../../../domain/operation/kinds.ts';
import { anyOperationRef, operationRef, operationRefOf } from '../../../domain/operation/operation.ts';
import { clusterArn, fleetArn, subjectAt, subjectNamed } from '../../../domain/operation/subject.ts';

const ACCOUNT = { partition: 'aws-us-gov', accountId: '111122223333' };
const shop = subjectNamed('cluster', ACCOUNT, 'us-gov-west-1', 'shop');
const offices = subjectNamed('fleet', ACCOUNT, 'us-gov-west-1', 'offices');

describe('what an operation is about', () => {
  it('is named by an ARN that has its region and name in it, and says what it is', () => {
    expect(shop.arn).toBe('arn:aws-us-gov:eks:us-gov-west-1:111122223333:cluster/shop');
    expect(offices.arn).toBe('arn:aws-us-gov:eks-fleet:us-gov-west-1:111122223333:fleet/offices');
    expect([clusterArn, fleetArn].map((arnOf) => arnOf(ACCOUNT, 'us-gov-west-1', 'x'))).toEqual([
      shop.arn.replace('shop', 'x'),
      offices.arn.replace('offices', 'x'),
    ]);
    expect([subjectAt('cluster', shop.arn), subjectAt('fleet', offices.arn)]).toEqual([shop, offices]);
  });

  it('is not taken for something else of the same name', () => {
    expect([subjectAt('fleet', shop.arn), subjectAt('cluster', offices.arn)]).toEqual([undefined, undefined]);
    expect(subjectAt('cluster', 'nothing')).toBeUndefined();
  });

  it('is what the kind of an operation says: a task of clusters takes no operation about a document', () => {
    const about = (kind: string, cluster: object) => ({ id: 'o1', kind, cluster, epoch: 1 });
    for (const kind of kindsAbout('cluster')) {
      expect(operationRef.safeParse(about(kind, shop)).success).toBe(true);
      expect(operationRefOf(kind).safeParse(about(kind, shop)).success).toBe(true);
      expect(anyOperationRef.safeParse(about(kind, offices)).success).toBe(false);
    }
    for (const kind of kindsAbout('fleet')) {
      expect(anyOperationRef.safeParse(about(kind, offices)).success).toBe(true);
      expect(operationRef.safeParse(about(kind, offices)).success).toBe(false);
      expect(anyOperationRef.safeParse(about(kind, shop)).success).toBe(false);
    }
  });
});
