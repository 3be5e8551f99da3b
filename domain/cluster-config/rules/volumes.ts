import type { AnyNodeGroup } from '../config.ts';
import type { Finding } from '../problem.ts';
import { when } from './rule.ts';

type Volume = NonNullable<AnyNodeGroup['additionalVolumes']>[number];

/** EBS's own limits (AWS::EC2::LaunchTemplate Ebs), by type. */
const iopsOf: Readonly<Record<string, readonly [number, number]>> = {
  gp3: [3000, 80000],
  io1: [100, 64000],
  io2: [100, 256000],
};

function findings(volume: Volume, path: string): Finding[] {
  const type = volume.volumeType ?? 'gp3';
  const range = iopsOf[type];
  const { volumeIOPS: iops, volumeThroughput: throughput } = volume;
  return [
    ...when(iops !== undefined && !range, {
      path: `${path}.volumeIOPS`,
      found: iops,
      allowed: 'IOPS for gp3, io1 and io2 only',
      message: `${type} has none to set`,
    }),
    ...when(iops !== undefined && range !== undefined && (iops < range[0] || iops > range[1]), {
      path: `${path}.volumeIOPS`,
      found: iops,
      allowed: `${range?.[0]} to ${range?.[1]} for ${type}`,
      message: 'not what EBS provides',
    }),
    ...when(throughput !== undefined && type !== 'gp3', {
      path: `${path}.volumeThroughput`,
      found: throughput,
      allowed: 'a throughput for gp3 only',
      message: `${type} has none to set`,
    }),
    ...when(volume.volumeKmsKeyID !== undefined && volume.volumeEncrypted !== true, {
      path: `${path}.volumeKmsKeyID`,
      found: volume.volumeKmsKeyID,
      allowed: 'a key together with volumeEncrypted: true',
      message: 'the volume is not encrypted',
    }),
    ...when((type === 'io1' || type === 'io2') && iops === undefined, {
      path: `${path}.volumeIOPS`,
      found: undefined,
      allowed: `${range?.[0]} to ${range?.[1]}`,
      message: `${type} volumes must say how many IOPS they have`,
    }),
  ];
}

export function volumeFindings(group: AnyNodeGroup, path: string): Finding[] {
  const more = (group.additionalVolumes ?? []).flatMap((volume, index) => {
    const where = `${path}.additionalVolumes[${index}]`;
    const nameless = volume.volumeName === undefined;
    const message = 'a volume is attached under a device name';
    return [
      ...findings(volume, where),
      ...when(nameless, {
        path: `${where}.volumeName`,
        found: undefined,
        allowed: 'a device such as /dev/xvdb',
        message,
      }),
    ];
  });
  return [...findings(group, path), ...more];
}
