import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isIP } from 'node:net'
import { AsnConvert, OctetString } from '@peculiar/asn1-schema'
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_serverAuth,
  KeyUsage,
  KeyUsageFlags,
  Name,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509'

/** What a server needs for HTTPS, and what its callers need to trust it. All PEM. */
export interface ServerCertificate {
  readonly key: string
  readonly cert: string
  /** The certificate of the authority that signed it. */
  readonly ca: string
}

const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2'
const COMMON_NAME = '2.5.4.3'
const DAY_MS = 24 * 3600_000

/**
 * A certificate for these names and addresses, signed by an authority that is made for it and forgotten: whoever trusts the
 * authority trusts this certificate and no other. Valid for a year.
 */
export function makeCertificate(hosts: readonly string[]): ServerCertificate {
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const server = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const ca = `kamaki emulator ${randomBytes(4).toString('hex')}`
  const ownExtensions = [
    extension(id_ce_basicConstraints, new BasicConstraints({ cA: true }), true),
    extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign), true),
  ]
  const serverExtensions = [
    extension(id_ce_basicConstraints, new BasicConstraints({ cA: false }), true),
    extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.digitalSignature), true),
    extension(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_serverAuth])),
    extension(id_ce_subjectAltName, new SubjectAlternativeName(hosts.map(generalName))),
  ]
  return {
    key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    cert: certificate(ca, 'kamaki emulator', server.publicKey, authority.privateKey, serverExtensions),
    ca: certificate(ca, ca, authority.publicKey, authority.privateKey, ownExtensions),
  }
}

function certificate(
  issuer: string,
  subject: string,
  publicKey: KeyObject,
  signer: KeyObject,
  extensions: Extension[],
): string {
  const now = Date.now()
  const algorithm = new AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 })
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const keyId = new SubjectKeyIdentifier(new Uint8Array(createHash('sha1').update(spki).digest()))
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    // Positive, as its first bit is not set.
    serialNumber: new Uint8Array([1, ...randomBytes(15)]).buffer,
    signature: algorithm,
    issuer: nameOf(issuer),
    // For callers whose clock is a little behind.
    validity: new Validity({ notBefore: new Date(now - DAY_MS), notAfter: new Date(now + 365 * DAY_MS) }),
    subject: nameOf(subject),
    subjectPublicKeyInfo: AsnConvert.parse(spki, SubjectPublicKeyInfo),
    extensions: new Extensions([...extensions, extension(id_ce_subjectKeyIdentifier, keyId)]),
  })
  const signatureValue = new Uint8Array(sign('sha256', Buffer.from(AsnConvert.serialize(tbsCertificate)), signer))
    .buffer
  const der = AsnConvert.serialize(new Certificate({ tbsCertificate, signatureAlgorithm: algorithm, signatureValue }))
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

function nameOf(commonName: string): Name {
  const value = new AttributeValue({ utf8String: commonName })
  return new Name([new RelativeDistinguishedName([new AttributeTypeAndValue({ type: COMMON_NAME, value })])])
}

function extension(extnID: string, value: object, critical = false): Extension {
  return new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) })
}

function generalName(host: string): GeneralName {
  return isIP(host) ? new GeneralName({ iPAddress: host }) : new GeneralName({ dNSName: host })
}
