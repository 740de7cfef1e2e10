// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.attack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.BEROctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** What is done to the octets on their way. */
@SuppressWarnings("ImmutableEnumChecker") // functions without state
enum ByteTrick {
  /** One bit of each octet, chosen by a fixed seed. */
  FLIP_EVERY_BYTE(
      (der, content) -> {
        Random random = new Random(20260601);
        List<byte[]> files = new ArrayList<>();
        for (int i = 0; i < der.length; i++) {
          byte[] changed = der.clone();
          changed[i] ^= (byte) (1 << random.nextInt(8));
          files.add(changed);
        }
        return files;
      }),
  CUT_AT_EVERY_LENGTH(
      (der, content) -> {
        List<byte[]> files = new ArrayList<>();
        for (int length = 0; length < der.length; length++) {
          files.add(Arrays.copyOf(der, length));
        }
        return files;
      }),
  /** Eight octets at random places, three hundred times. */
  RANDOM_DAMAGE(
      (der, content) -> {
        Random random = new Random(20260602);
        List<byte[]> files = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
          byte[] changed = der.clone();
          for (int n = 0; n < 8; n++) {
            changed[random.nextInt(changed.length)] ^= (byte) (1 + random.nextInt(255));
          }
          files.add(changed);
        }
        return files;
      }),
  ZERO_BEHIND((der, content) -> List.of(Arrays.copyOf(der, der.length + 1))),
  TEXT_BEHIND((der, content) -> List.of(joined(der, "\n".getBytes(StandardCharsets.UTF_8)))),
  ZERO_BEFORE((der, content) -> List.of(joined(new byte[1], der))),
  TWO_FILES((der, content) -> List.of(joined(der, der))),
  DOCUMENT_ALONE((der, content) -> List.of(content)),
  PEM(
      (der, content) ->
          List.of(
              ("-----BEGIN CMS-----\n"
                      + Base64.getMimeEncoder().encodeToString(der)
                      + "\n-----END CMS-----\n")
                  .getBytes(StandardCharsets.US_ASCII))),
  BASE64((der, content) -> List.of(Base64.getEncoder().encode(der))),
  INDEFINITE_LENGTH(
      (der, content) -> {
        byte[] inside = Arrays.copyOfRange(der, headerLength(der), der.length);
        return List.of(joined(new byte[] {0x30, (byte) 0x80}, inside, new byte[2]));
      }),
  LONGER_LENGTH_THAN_NEEDED(
      (der, content) -> {
        byte[] inside = Arrays.copyOfRange(der, headerLength(der), der.length);
        byte[] header = {
          0x30,
          (byte) 0x84,
          (byte) (inside.length >> 24),
          (byte) (inside.length >> 16),
          (byte) (inside.length >> 8),
          (byte) inside.length
        };
        return List.of(joined(header, inside));
      }),
  /** The content in pieces, as tools write it that do not know its length. */
  CONTENT_IN_PIECES(
      (der, content) ->
          List.of(
              new ContentInfo(CMSObjectIdentifiers.signedData, pieces(der))
                  .getEncoded(ASN1Encoding.BER))),
  LENGTH_BEYOND_MEMORY(
      (der, content) ->
          List.of(new byte[] {0x30, (byte) 0x84, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff, 5})),
  DEEP_NESTING(
      (der, content) -> {
        byte[] nested = new byte[1_000_000];
        for (int i = 0; i + 1 < nested.length; i += 2) {
          nested[i] = 0x30;
          nested[i + 1] = (byte) 0x80;
        }
        return List.of(nested);
      }),
  GZIP((der, content) -> List.of(gzip(der))),
  GZIP_BOMB((der, content) -> List.of(gzip(new byte[100_000_000]))),
  COMPRESSED((der, content) -> List.of(compressed(EnvelopeTrick.compressed(der)))),
  COMPRESSED_BOMB(
      (der, content) -> {
        byte[] bomb = EnvelopeTrick.compressed(new byte[100_000_000]);
        for (int i = 0; i < 5; i++) {
          bomb = compressed(EnvelopeTrick.compressed(bomb));
        }
        return List.of(bomb);
      }),
  ENVELOPED(
      (der, content) ->
          List.of(Draft.wrapped(CMSObjectIdentifiers.envelopedData, new DEROctetString(der)))),
  MERE_DATA(
      (der, content) ->
          List.of(Draft.wrapped(CMSObjectIdentifiers.data, new DEROctetString(content)))),
  LARGER_THAN_A_LIBRARY((der, content) -> List.of(new byte[8 * 1024 * 1024 + 1])),
  EMPTY((der, content) -> List.of(new byte[0]));

  private interface Trick {
    List<byte[]> files(byte[] der, byte[] content) throws IOException;
  }

  private final Trick trick;

  ByteTrick(Trick trick) {
    this.trick = trick;
  }

  List<byte[]> files(byte[] der, byte[] content) throws IOException {
    return trick.files(der, content);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static int headerLength(byte[] der) {
    return (der[1] & 0x80) == 0 ? 2 : 2 + (der[1] & 0x7f);
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }

  /** RFC 3274. */
  private static byte[] compressed(byte[] deflated) throws IOException {
    return Draft.wrapped(
        PKCSObjectIdentifiers.id_ct_compressedData,
        new DERSequence(
            new ASN1Encodable[] {
              new ASN1Integer(0),
              new AlgorithmIdentifier(PKCSObjectIdentifiers.id_alg_zlibCompress),
              new DERSequence(
                  new ASN1Encodable[] {
                    CMSObjectIdentifiers.data,
                    new DERTaggedObject(true, 0, new DEROctetString(deflated))
                  })
            }));
  }

  private static ASN1Encodable pieces(byte[] der) {
    SignedData data = SignedData.getInstance(ContentInfo.getInstance(der).getContent());
    ContentInfo content = data.getEncapContentInfo();
    byte[] octets = ASN1OctetString.getInstance(content.getContent()).getOctets();
    return new SignedData(
        data.getDigestAlgorithms(),
        new ContentInfo(content.getContentType(), new BEROctetString(octets, 100)),
        data.getCertificates(),
        null,
        data.getSignerInfos());
  }
}
