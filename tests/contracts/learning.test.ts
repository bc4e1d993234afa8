import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { learn, lessonsOf, sharesOf } from '../../src/modules/learning/index.ts'

test('x', async () => {
  const path = '../shared/data/swedish/absabank_imm_train.tsv'
  const posts = new Map<string, { text: string; s: number[]; thread: string }>()
  for (const line of readFileSync(path, 'utf8').split('\n').slice(1)) {
    const [id = '', text = '', label = ''] = line.split('\t')
    const s = Number(label)
    if (!text || !(s >= 1 && s <= 5)) continue
    const doc = id.replace(/_\d+$/, '')
    const p = posts.get(doc) ?? { text: '', s: [], thread: doc.split('_')[0]! }
    p.text += ` ${text}`; p.s.push(s); posts.set(doc, p)
  }
  let n = 0
  const h = (x: string) => { let v = 3; for (const c of x) v = Math.imul(v, 33) ^ c.charCodeAt(0); return v >>> 0 }
  for (let seed = 0; seed < 5; seed++) {
  const decided = [...posts].map(([doc, p]) => ({ doc, ...p, m: p.s.reduce((a, b) => a + b) / p.s.length })).filter(p => p.m !== 3).map((p) => ({
    record: `00000000-0000-4000-8000-${String(n++).padStart(12, '0')}` as never, version: 1, at: new Date(h(p.thread + seed)), groundId: p.m < 3 ? 'house-harassment' : null, thread: p.thread, text: p.text, author: null, authorId: null }))
  const t = performance.now()
  const { examples, words } = await lessonsOf(decided)
  const t1 = performance.now()
  const got = learn(examples, 0.12)
  console.log(examples.length, (t1 - t).toFixed(0), (performance.now() - t1).toFixed(0), got && got.threshold, JSON.stringify(got?.report), got && sharesOf(got.report.learned))
  if (seed === 0 && got) console.log(words.heaviest(got.weights))
  }
})
