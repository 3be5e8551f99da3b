import { type AnyNodeGroup, isBottlerocket, isUbuntu, isWindows } from '../../cluster-config/config.ts';
import { defaultVolumeSizeGiB } from '../../cluster-config/defaults.ts';
import { present, type Value } from '../../desired/template.ts';

type Volume = NonNullable<AnyNodeGroup['additionalVolumes']>[number];

function ebs(volume: Volume, sizeGiB: number | undefined): Value {
  const type = volume.volumeType ?? 'gp3';
  const gp3 = type === 'gp3';
  return present({
    VolumeSize: sizeGiB,
    VolumeType: type,
    // eksctl's defaults, which are gp3's own.
    Iops: volume.volumeIOPS ?? (gp3 ? 3000 : undefined),
    Throughput: volume.volumeThroughput ?? (gp3 ? 125 : undefined),
    Encrypted: volume.volumeEncrypted,
    KmsKeyId: volume.volumeKmsKeyID,
    SnapshotId: volume.snapshotID,
  });
}

/** The device that holds images and pods, as each family's image names it. */
function dataDevice(group: AnyNodeGroup): string {
  if (group.volumeName) return group.volumeName;
  if (isBottlerocket(group)) return '/dev/xvdb';
  return isWindows(group) || isUbuntu(group) ? '/dev/sda1' : '/dev/xvda';
}

/** Block devices of a launch template: the node's own volume, Bottlerocket's system volume, and additional ones. */
export function blockDevices(group: AnyNodeGroup): Value[] {
  const own = { DeviceName: dataDevice(group), Ebs: ebs(group, group.volumeSize ?? defaultVolumeSizeGiB) };
  // An encrypted Bottlerocket node has its system volume encrypted too, as eksctl does.
  const system = isBottlerocket(group) && !group.volumeName && group.volumeEncrypted === true;
  const encrypted = present({ Encrypted: true, KmsKeyId: group.volumeKmsKeyID });
  return [
    own,
    ...(system ? [{ DeviceName: '/dev/xvda', Ebs: encrypted }] : []),
    ...(group.additionalVolumes ?? []).map((volume) => ({
      DeviceName: volume.volumeName ?? '',
      Ebs: ebs(volume, volume.volumeSize ?? (volume.snapshotID ? undefined : defaultVolumeSizeGiB)),
    })),
  ];
}
