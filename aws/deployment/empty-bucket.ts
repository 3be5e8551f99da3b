import { DeleteObjectsCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';

/** A stack whose deletion stopped halfway says of a bucket that is gone. */
export async function emptyBucket(s3: S3Client, Bucket: string | undefined): Promise<void> {
  if (Bucket === undefined) return;
  try {
    for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket })) {
      const Objects = Contents.map(({ Key }) => ({ Key }));
      if (Objects.length === 0) continue;
      const { Errors = [] } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
      const [kept] = Errors;
      if (kept)
        throw new Error(`${kept.Key} of bucket ${Bucket} cannot be deleted: ${kept.Code} ${kept.Message}`);
    }
  } catch (error) {
    if (!(error instanceof Error && error.name === 'NoSuchBucket')) throw error;
  }
}
