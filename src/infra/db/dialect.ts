import {
  type BinaryOperationNode,
  OperatorNode,
  PostgresDialect,
  PostgresQueryCompiler,
  PrimitiveValueListNode,
} from 'kysely'

/**
 * Kysely's PostgreSQL, but a list to look in is one parameter whatever its length (`= ANY($1)`, as PostgreSQL itself reads
 * `IN`): a query then has one text, which is shorter to make and to read, and whose plan can be kept. A list of none is
 * allowed, and nothing is in it.
 */
export class Dialect extends PostgresDialect {
  override createQueryCompiler(): PostgresQueryCompiler {
    return new QueryCompiler()
  }
}

const ofLists: ReadonlyMap<string, string> = new Map([
  ['in', '= any'],
  ['not in', '<> all'],
])

class QueryCompiler extends PostgresQueryCompiler {
  protected override visitBinaryOperation(node: BinaryOperationNode): void {
    const operator = OperatorNode.is(node.operator) ? ofLists.get(node.operator.operator) : undefined
    if (operator === undefined || !PrimitiveValueListNode.is(node.rightOperand)) {
      super.visitBinaryOperation(node)
      return
    }
    this.visitNode(node.leftOperand)
    this.append(` ${operator}(`)
    this.appendValue(node.rightOperand.values)
    this.append(')')
  }
}
