import type { VNode } from 'preact'
import { FaultsSection } from './faults-section.tsx'
import { ScenariosSection } from './scenarios-section.tsx'

/** What goes wrong on purpose: in the cloud, and on the wire. */
export function TroublePage(): VNode {
  return (
    <>
      <h1 tabIndex={-1}>Faults and scenarios</h1>
      <ScenariosSection />
      <FaultsSection />
    </>
  )
}
