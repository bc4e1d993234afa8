import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  verifyConsistency,
  verifyInclusion,
  verifySubtreeConsistency,
  verifySubtreeInclusion,
} from '../../src/evidence/index.ts'

const folder = join(import.meta.dirname, '../../../shared/data/merkle-vectors/testdata')

interface Vector {
  leafIdx: number
  treeSize: number
  start: number
  end: number
  size: number
  size1: number
  size2: number
  root: string
  root1: string
  root2: string
  leafHash: string
  proof: string[] | null
  desc: string
  wantErr: boolean
}

const bytes = (text: string) => Buffer.from(text ?? '', 'base64')

const verify: Record<string, (vector: Vector, proof: Buffer[]) => boolean> = {
  inclusion: (v, proof) => verifyInclusion(bytes(v.leafHash), v.leafIdx, v.treeSize, bytes(v.root), proof),
  consistency: (v, proof) => verifyConsistency(v.size1, bytes(v.root1), v.size2, bytes(v.root2), proof),
  subtreeinclusion: (v, proof) =>
    verifySubtreeInclusion(bytes(v.leafHash), v.leafIdx, v.start, v.end, bytes(v.root), proof),
  subtreeconsistency: (v, proof) =>
    verifySubtreeConsistency(v.start, v.end, v.size, bytes(v.root1), bytes(v.root2), proof),
}

function vectorsOf(kind: string): [path: string, vector: Vector][] {
  if (!existsSync(folder)) {
    throw new Error(
      `The public Merkle test vectors are not here: ${folder}. They lie in ../shared, beside the project.`,
    )
  }
  return readdirSync(join(folder, kind), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .map((path) => [path, JSON.parse(readFileSync(join(folder, kind, path), 'utf8')) as Vector])
}

describe('the public Merkle vectors (transparency-dev/merkle)', () => {
  const counts = { inclusion: 98, consistency: 98, subtreeinclusion: 204, subtreeconsistency: 118 }

  test.each(Object.entries(counts))('every %s vector gets the verdict it asks for', (kind, count) => {
    const vectors = vectorsOf(kind)
    expect(vectors).toHaveLength(count)
    const wrong = vectors.filter(
      ([, vector]) => verify[kind]?.(vector, (vector.proof ?? []).map(bytes)) === vector.wantErr,
    )
    expect(wrong.map(([path, vector]) => `${path}: ${vector.desc}`)).toEqual([])
  })

  test('the 196 vectors for whole trees are among them', () => {
    expect(vectorsOf('inclusion').length + vectorsOf('consistency').length).toBe(196)
  })
})
