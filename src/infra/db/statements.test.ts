import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitStatements } from './statements.ts'

const texts = (sql: string) => splitStatements(sql).map((statement) => statement.text)

test('a semicolon in a string, a quoted name, a comment or a dollar quote does not end a statement', () => {
  const sql = [
    `SELECT 'a;''b'`,
    `SELECT E'a\\';b'`,
    'SELECT 1 AS "x;""y"',
    'SELECT 1 -- one; two',
    'SELECT /* a; /* b; */ c; */ 2',
    'DO $$ BEGIN PERFORM 1; END $$',
    "DO $body$ BEGIN PERFORM '$$;'; END $body$",
    'CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)',
    'SELECT a$b$c, 1 FROM å$1',
  ]
  const [comment] = sql.splice(3, 1)
  expect(texts(`${sql.join(';\n')};\n${comment}\n;`)).toEqual([...sql, comment])
})

test('a routine written with BEGIN ATOMIC is one statement, and what follows it another', () => {
  const routine = `CREATE OR REPLACE FUNCTION f(a int DEFAULT (1)) RETURNS int LANGUAGE sql
    BEGIN ATOMIC SELECT CASE WHEN a > 1 THEN 2 END; SELECT 3; END`
  expect(texts(`${routine}; BEGIN; SELECT 1`)).toEqual([routine, 'BEGIN', 'SELECT 1'])
})

test('comments between statements and empty statements are left out, and each statement knows its line', () => {
  expect(splitStatements('-- first\n\nSELECT 1;;\n/* x */ ;\n\n  SELECT\n2')).toEqual([
    { text: 'SELECT 1', line: 3 },
    { text: 'SELECT\n2', line: 6 },
  ])
})

test.each([
  ["SELECT 1;\nSELECT 'open", /line 2.*quote '/],
  ['SELECT $a$ open', /\$a\$/],
  ['/* open', /comment/],
])('what is not closed is refused with its line: %s', (sql, message) => {
  expect(() => splitStatements(sql)).toThrow(message)
})

test('whatever is quoted, the statements come back as they were', () => {
  const quoted = fc.oneof(
    fc.string().map((text) => `'${text.replaceAll("'", "''")}'`),
    fc.string().map((text) => `"${text.replaceAll('"', '""')}"`),
    fc.string().map((text) => `$q$${text.replaceAll('$', '')}$q$`),
    fc.string().map((text) => `/*${text.replaceAll(/[*/]/g, '')}*/`),
  )
  const statement = fc.array(quoted, { maxLength: 5 }).map((parts) => `SELECT ${parts.join(' ')} x`)
  fc.assert(
    fc.property(fc.array(statement, { minLength: 1, maxLength: 5 }), (statements) => {
      expect(texts(statements.join(';'))).toEqual(statements)
    }),
  )
})

test("the program's own migrations split into statements that each begin with a word of SQL", () => {
  const folder = new URL('../../../migrations/', import.meta.url)
  for (const name of readdirSync(folder)) {
    for (const { text } of splitStatements(readFileSync(new URL(name, folder), 'utf8'))) {
      expect(text).toMatch(/^(CREATE|ALTER|COMMENT|DO|INSERT|UPDATE|DROP|GRANT|REVOKE|DELETE|SELECT|SET)\b/)
    }
  }
})
