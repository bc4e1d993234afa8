import { expect, test } from 'vitest'
import { inTransaction } from './transaction.ts'

test('what is done is committed, what fails is undone', async () => {
  const said: string[] = []
  const connection = { query: async (words: string) => said.push(words) }
  expect(await inTransaction(connection, 'BEGIN READ ONLY', async () => said.push('work'))).toBe(2)
  expect(said.splice(0)).toEqual(['BEGIN READ ONLY', 'work', 'COMMIT'])
  const failing = () => Promise.reject(new Error('undone'))
  await expect(inTransaction(connection, 'BEGIN', failing)).rejects.toThrow('undone')
  expect(said).toEqual(['BEGIN', 'ROLLBACK'])
})

test('a connection that is lost on the way does not hide what went wrong first', async () => {
  const connection = {
    query: async (words: string) => {
      if (words === 'ROLLBACK') throw new Error('the connection is closed')
    },
  }
  const failing = () => Promise.reject(new Error('first'))
  await expect(inTransaction(connection, 'BEGIN', failing)).rejects.toThrow('first')
})
