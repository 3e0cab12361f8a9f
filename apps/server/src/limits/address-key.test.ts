import { expect, test } from 'vitest'
import { addressKeys, callerAddress } from './address-key.ts'

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['192.0.2.7:51234', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['::FFFF:c000:207', '192.0.2.7'],
  ['0:0:0:0:0:ffff:c000:0207', '192.0.2.7'],
  ['[::ffff:192.0.2.7]:51234', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
  ['[2001:db8:1:2::9]:443', '2001:db8:1:2::/64'],
  ['[2001:db8:1:2::9]', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8::/64'],
  ['2001:db8:0:1::', '2001:db8:0:1::/64'],
  ['2001:db8::1:0:0:0:0', '2001:db8:0:1::/64'],
  ['2001:0:0:1::1', '2001:0:0:1::/64'],
  ['::1', '::/64'],
  ['1::', '1::/64'],
  ['::2:3:4:5:6:7:8', '0:2:3:4::/64'],
  ['64:ff9b::192.0.2.7', '64:ff9b::/64'],
  ['fe80::1%eth0', 'fe80::/64'],
  ['fe80::1%25', 'fe80::/64'],
  ['', 'unknown'],
  ['unknown', 'unknown'],
  ['999.1.1.1', 'unknown'],
  ['2001:db8::1::2', 'unknown'],
  ['192.0.2.7, 192.0.2.8', 'unknown'],
  ['[192.0.2.7', 'unknown'],
  ['192.0.2.7:', 'unknown'],
  ['[2001:db8::1]x', 'unknown'],
  ['010.0.0.1', 'unknown'],
  ['127.1', 'unknown'],
  ['3221225991', 'unknown'],
  ['garbage-1', 'unknown'],
])('%s is counted as %s', (ip, key) => {
  expect(addressKeys(ip).key).toBe(key)
})

test.each([
  ['192.0.2.7', undefined],
  ['::ffff:192.0.2.7', undefined],
  ['garbage-1', undefined],
  ['2001:db8:1:2::9', '2001:db8:1::/48'],
  ['[2001:db8:1:ffff::9]:443', '2001:db8:1::/48'],
  ['fe80::1%eth0', 'fe80::/48'],
])('%s is also counted as %s', (ip, network) => {
  expect(addressKeys(ip).network).toBe(network)
})

test.each([
  ['198.51.100.10:1', '198.51.100.10'],
  ['::ffff:198.51.100.10', '198.51.100.10'],
  ['[2001:db8::5]:443', '2001:db8::5'],
  ['2001:DB8:0::5', '2001:db8::5'],
  ['fe80::1%eth0', 'fe80::1'],
  ['garbage-1', '192.0.2.1'],
  ['unknown', '192.0.2.1'],
])('a request from %s has the address %s', (ip, address) => {
  const request = (remoteAddress: string | undefined) =>
    ({ ip, socket: { remoteAddress } }) as Parameters<typeof callerAddress>[0]
  expect(callerAddress(request('::ffff:192.0.2.1'))).toBe(address)
})

test('a connection that is gone has no address', () => {
  const request = { ip: 'garbage-1', socket: {} } as Parameters<typeof callerAddress>[0]
  expect(callerAddress(request)).toBe('unknown')
})
