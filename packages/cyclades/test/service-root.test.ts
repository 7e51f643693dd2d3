import { serviceRoot } from '@kamaki/core/toolkit'
import { expect, it } from 'vitest'
import { siblingService } from '../src/service-root.ts'

it.each([
  [
    'https://c.example.org/cyclades/compute/v2.0',
    'https://c.example.org/cyclades/compute',
    'https://c.example.org/cyclades/userdata',
  ],
  ['https://c.example.org/compute/v2', 'https://c.example.org/compute', 'https://c.example.org/userdata'],
  [
    'https://c.example.org:8443/a/b/compute/v2.0',
    'https://c.example.org:8443/a/b/compute',
    'https://c.example.org:8443/a/b/userdata',
  ],
  [
    'https://c.example.org/cyclades/compute',
    'https://c.example.org/cyclades/compute',
    'https://c.example.org/cyclades/userdata',
  ],
])('knows what lies around %s', (endpointUrl, root, userdata) => {
  expect(serviceRoot(endpointUrl)).toBe(root)
  expect(siblingService(endpointUrl, 'userdata')).toBe(userdata)
})
