/** Formats of proof (design/evidence.md): pure, and importing nothing of ours. */

export * from './bundle/build.ts'
export * from './bundle/format.ts'
export { readTimestamp, type TimestampClaim } from './bundle/timestamp.ts'
export * from './bundle/verify-bundle.ts'
export { chooseShown, type Showing, type Shown } from './bundle/withhold.ts'
export { canonicalText, fieldsOf, fieldValue, isFieldName, isPartName, sanitizeText } from './canonical.ts'
export * from './commitment.ts'
export * from './entry.ts'
export { digestBytes, sha256, sha256Hex } from './hash.ts'
export * from './log/checkpoint.ts'
export * from './log/note.ts'
export * from './log/tile-path.ts'
export * from './log/tiles.ts'
export * from './log/tree.ts'
export { type Manifest, type ManifestPart, readManifest } from './manifest.ts'
export {
  openZip,
  type Zip,
  ZipError,
  type ZipLimits,
  type ZipSource,
  zipLimits,
} from './standalone/zip-read.ts'
