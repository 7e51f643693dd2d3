import { render } from 'preact'
import { App } from './app.tsx'
import { connect } from './control/live.ts'

const app = document.getElementById('app')
if (app) render(<App />, app)
connect()
