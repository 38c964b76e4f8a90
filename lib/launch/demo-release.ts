/**
 * The firmware of the demo's chargers: an image that simulated stations read their version from, and what proves it.
 * The keys behind these certificates were thrown away: nothing else can be signed with them.
 */
const BYTES = 262_144;

export const DEMO_RELEASE = {
  vendor: "Kituo",
  models: ["Bonde 22", "Mlima 150"],
  version: "1.5.0",
  expectedVersion: "1.5.0",
  fileName: "kituo-1.5.0.bin",
  notes: "Shorter starts with cards; meter values at the full minute. For the simulated chargers of the demo.",
  signature:
    "ilgKhmpCaP4z20BDqC91xB4ApaC6lKfoKZ1R/+oaDMDpYprYfu3QBz19wLo8N5BXhzUwh1ZZf8LwmBArv+7D+Xfr42/AEpIUKIsKf+HmmQM+mmIFghxK9qSXIRYIk5ACTcS3RGm72ISX+6qukNKATeJgeidy6si1hLWH/ZcIn0N6VnblAY5GSJonNSLHpGqAwsx5xWbUlyQ1hA4AuWufLqPFcAB+Ab26B1vhgZ0YyHmfUoURg+yG7WcP2kBAEJeU7iyeO1HWBqGV73zMximO8GFq09Hnbn0k+GpbcJ3/LotxwDyLqTwLPOC8Q3eVGXnZCMLV1tsXNZmpeAAJcwUq6A==",
  signingCertificate: `-----BEGIN CERTIFICATE-----
MIIDKjCCAhKgAwIBAgIUNrTKjFZhK12WLauriMjOpDpVr8YwDQYJKoZIhvcNAQEL
BQAwMjETMBEGA1UECgwKS2l0dW8gZGVtbzEbMBkGA1UEAwwSRGVtbyBmaXJtd2Fy
ZSByb290MB4XDTIwMDEwMTAwMDAwMFoXDTQ5MDEwMTAwMDAwMFowNTETMBEGA1UE
CgwKS2l0dW8gZGVtbzEeMBwGA1UEAwwVRGVtbyBmaXJtd2FyZSBzaWduaW5nMIIB
IjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAqrI7JZd5o+K0nDvXCmG5CPO/
EtxhMd6uVDaYhMje5W87R/E6roKBldIP44JAZmOK/1W6uzaHpwKyXiIIFx8hcs8P
Lzaz7gD2Tlv+8IKjg+HmxobfuWrBtK29mhr6k3A45uU45RhMmo9ZXNXbh4zLiEkV
ZgIx+tWdok5n5C/KIHfQCOHDwA78K6RFNz/5eZkYL0xFd0F5Jr8QK63WDBwWyMeh
vX1odMOv/3vHKOERBiR2xDE3cGslsKW8+NtcOk7IOeJ1WLm40resp0z8OrguDeir
8I/8timQVzM8iWAS4djUoIg10a37j49lhCEro4RjbSQ3S1Lc1hmqyVAfhBXQ2QID
AQABozUwMzAMBgNVHRMBAf8EAjAAMA4GA1UdDwEB/wQEAwIHgDATBgNVHSUEDDAK
BggrBgEFBQcDAzANBgkqhkiG9w0BAQsFAAOCAQEAZXMG2/DHCBOrrTqHqF3yDSVH
c7DyGjglrstHra+59RnWgdgacEAjX4gheWDVCFiMDTiqJLJZL+Joun88osUJcZIK
zb06H6hKPhTtX+GNmsAwpqOYlnGFWCJVIfFNng2zoWBGm/CGsMBQjrclG9FH1Bs9
pdwfCGCiCDCn+nxwTv5t1bcRCzsu1T42vFdxc/bmpF7aBns61RIyQZFVvtaphTh3
P45/lm/mrawJWWMofo+t6nrt/EUfHdU4svAniLxbSPNHsRaCrxtGtz32Yz4R3DW5
8fsU+Sf91E4cHYpYm7SIO1lEpXCt83mhX7Dnna6vTtGX9jJgB3eXEHzn4irenQ==
-----END CERTIFICATE-----
`,
};

export const DEMO_TRUST_ROOT = {
  vendor: "Kituo",
  certificate: `-----BEGIN CERTIFICATE-----
MIIDFTCCAf2gAwIBAgIUavmk9NsaOY/XEnX7wepViA27C6wwDQYJKoZIhvcNAQEL
BQAwMjETMBEGA1UECgwKS2l0dW8gZGVtbzEbMBkGA1UEAwwSRGVtbyBmaXJtd2Fy
ZSByb290MB4XDTIwMDEwMTAwMDAwMFoXDTQ5MDEwMTAwMDAwMFowMjETMBEGA1UE
CgwKS2l0dW8gZGVtbzEbMBkGA1UEAwwSRGVtbyBmaXJtd2FyZSByb290MIIBIjAN
BgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAwi3zZw6Phvsq2iJrKRpzQyTrCxSi
mJreQ3dgjY0nE1K+f4wOAuteTLC2suxQWXNsAFI9ScOA7Ox/7U2f+i9txEbMP6tD
igxJsD8eRqrK2SGH1L7XTqp4QYWjc/Qmp5FGl4h0iYFOd//FJrUHgw5JFeY/jv8R
3a1VTNZEsILyRb2diM5ko1aohko/3CbNixJ0MGtUyJRIEQw/4w/aVENRNuxzouE6
TJUYjkCB2g0778QCF0x02dJ25abTXrBiMenyv16aHs0pMAiAlmyPQlC0DNiVPmG3
Qm2bcvCyEM9ZFjyqxOJE0qicwztrpgMYazIB39Z+C6QxScyXOX1rrYiK+QIDAQAB
oyMwITAPBgNVHRMBAf8EBTADAQH/MA4GA1UdDwEB/wQEAwIBBjANBgkqhkiG9w0B
AQsFAAOCAQEAbXxJjLv0/7S5Ve8Saaa7MiZTlDfREM0COnn+EiqHvmPfe1Ul7/no
g6D10O5VKl8iaJy7a01+MqjqBOacJ/aSDFaetQY2e/BowrkZiJXYOH4+19gnIcyF
LUoEGL2gGvjk4MTAkUIArrdAvqVsrL/yDJRX2akwzfT//5sU2XLfdX56FjbPjI38
dTfT7bZGlOPV6pSnwzf3021xYPr95pri84wiQLrmsNZI1acHdyDiKp25yYIw4F72
qRm8w1saqt8qjfpzR95cz+qsYOZe4o5gvBaBfMKwWG2LVXSEps892sl4DFZpqt87
GmJTrYP1YkCe6ZJ31w1rO9lL7aov9CLEjQ==
-----END CERTIFICATE-----
`,
};

/** The image in one piece, as its signature has it. */
export async function* demoImage(): AsyncGenerator<Uint8Array> {
  const image = Buffer.alloc(BYTES);
  image.write(`KITUO-FIRMWARE ${DEMO_RELEASE.version}\n`);
  yield image;
}
