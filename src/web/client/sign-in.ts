import './theme.ts'
import './passkey.ts'
