import { CycladesComputeClient } from '@kamaki/cyclades'
import { expect, it } from 'vitest'

it.each([
  ['https://c.example.org/cyclades/compute/v2.0', 'https://c.example.org/cyclades/userdata'],
  ['https://c.example.org/compute/v2', 'https://c.example.org/userdata'],
  ['https://c.example.org:8443/a/b/compute/v2.0', 'https://c.example.org:8443/a/b/userdata'],
  ['https://c.example.org/cyclades/compute', 'https://c.example.org/cyclades/userdata'],
])('finds the user data service beside %s', (endpointUrl, userdata) => {
  expect(new CycladesComputeClient(endpointUrl, 'token').userdata.endpointUrl).toBe(userdata)
})
