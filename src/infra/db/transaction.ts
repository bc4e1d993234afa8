interface Connection {
  query(words: string): Promise<unknown>
}

/**
 * `work` between a beginning and COMMIT on one connection, which `work` uses.
 * @param begin BEGIN, with what the transaction is to hold to.
 * @throws whatever `work` throws, after it is undone.
 */
export async function inTransaction<T>(
  connection: Connection,
  begin: string,
  work: () => Promise<T>,
): Promise<T> {
  await connection.query(begin)
  try {
    const value = await work()
    await connection.query('COMMIT')
    return value
  } catch (thrown) {
    // Where the connection is lost too, the server has undone it already, and what was thrown first says why.
    await connection.query('ROLLBACK').catch(() => undefined)
    throw thrown
  }
}
