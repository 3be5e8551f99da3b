import { describe, expect, it } from '@jest/globals';
import { showValue } from '../../../domain/cluster-config/problem.ts';
import {
  type DescribedNetwork,
  givenNetworkFindings,
} from '../../../domain/desired/network/given-network.ts';
import { configOf } from './fixtures.ts';

const described: DescribedNetwork = {
  subnets: ['a', 'b'].map((zone, index) => ({
    SubnetId: `subnet-${index + 1}`,
    VpcId: 'vpc-1',
    AvailabilityZone: `us-west-2${zone}`,
    CidrBlock: `10.0.${index}.0/24`,
  })),
  vpcCidrs: ['10.0.0.0/16', '100.64.0.0/16'],
};
const [first, second] = described.subnets as [DescribedNetwork['subnets'][0], DescribedNetwork['subnets'][0]];

/** Problems of a document that names the two subnets, by path: the value found, and those allowed. */
function problemsOf(
  { vpc = {}, a = {} }: { readonly vpc?: object; readonly a?: object },
  seen: DescribedNetwork = described,
) {
  const subnets = { private: { a: { id: 'subnet-1', ...a }, b: { id: 'subnet-2' } } };
  return givenNetworkFindings(configOf({ vpc: { subnets, ...vpc } }), seen).map(
    ({ path, found, allowed }) => ({ [path]: `${showValue(found)}, allowed ${allowed}` }),
  );
}

describe('what a document says of a network that is given', () => {
  it('is right where it is as EC2 describes it', () => {
    expect(problemsOf({})).toEqual([]);
    const all = { vpc: { id: 'vpc-1', cidr: '100.64.0.0/16' }, a: { az: 'us-west-2a' } };
    expect(problemsOf(all)).toEqual([]);
    const cidr = { vpc: { cidr: '10.0.0.0/16' }, a: { cidr: '10.0.0.0/24' } };
    expect(problemsOf(cidr)).toEqual([]);
  });

  it.each<[string, Parameters<typeof problemsOf>, object]>([
    [
      'a subnet that is not there',
      [{}, { ...described, subnets: [second] }],
      { 'vpc.subnets.private.a.id': '"subnet-1", allowed a subnet that exists' },
    ],
    [
      'a zone',
      [{ a: { az: 'us-west-2c' } }],
      { 'vpc.subnets.private.a.az': '"us-west-2c", allowed us-west-2a' },
    ],
    [
      'a range of a subnet',
      [{ a: { cidr: '10.0.7.0/24' } }],
      { 'vpc.subnets.private.a.cidr': '"10.0.7.0/24", allowed 10.0.0.0/24' },
    ],
    ['a VPC', [{ vpc: { id: 'vpc-9' } }], { 'vpc.id': '"vpc-1", allowed vpc-9' }],
    [
      'one VPC, where they are in two',
      [{}, { ...described, subnets: [first, { ...second, VpcId: 'vpc-2' }] }],
      { 'vpc.id': '"vpc-2", allowed vpc-1' },
    ],
    [
      'a range of the VPC',
      [{ vpc: { cidr: '10.1.0.0/16' } }],
      { 'vpc.cidr': '"10.1.0.0/16", allowed 10.0.0.0/16, 100.64.0.0/16' },
    ],
  ])('is refused by path where it is not so: %s', (_, given, problem) => {
    expect(problemsOf(...given)).toEqual([problem]);
  });
});
