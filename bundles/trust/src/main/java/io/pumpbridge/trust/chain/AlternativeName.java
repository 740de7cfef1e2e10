// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.chain;

import io.pumpbridge.model.measure.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1OctetString;

/**
 * A subject alternative name (RFC 5280, 4.2.1.6) with its octets as they stand in the certificate:
 * a library that makes text of them makes 127.0.0.1 of ::ffff:127.0.0.1, and a question to the name
 * service of a network.
 *
 * @param kind the number of its choice, 0 to 8
 */
record AlternativeName(int kind, Bytes content) {
  static final int DNS = 2;
  static final int ADDRESS = 7;

  private static final String EXTENSION = "2.5.29.17";
  private static final int SEQUENCE = 0x30;
  private static final int CHOICE = 0x1f;
  private static final int LONG_FORM = 0x80;
  private static final int MAX_LENGTH_BYTES = 3;

  /** In the order of the certificate; empty if it has none. */
  static List<AlternativeName> of(X509Certificate certificate) throws CertificateParsingException {
    byte[] wrapped = certificate.getExtensionValue(EXTENSION);
    if (wrapped == null) {
      return List.of();
    }
    ByteBuffer whole = ByteBuffer.wrap(ASN1OctetString.getInstance(wrapped).getOctets());
    if (!whole.hasRemaining() || Byte.toUnsignedInt(whole.get()) != SEQUENCE) {
      throw new CertificateParsingException("its alternative names are no sequence");
    }
    ByteBuffer names = content(whole);
    List<AlternativeName> found = new ArrayList<>();
    while (names.hasRemaining()) {
      int kind = names.get() & CHOICE;
      ByteBuffer content = content(names);
      byte[] octets = new byte[content.remaining()];
      content.get(octets);
      found.add(new AlternativeName(kind, Bytes.of(octets)));
    }
    return found;
  }

  /** What the length that comes next is of; the buffer then stands behind it. */
  private static ByteBuffer content(ByteBuffer from) throws CertificateParsingException {
    int length = length(from);
    if (length < 0 || length > from.remaining()) {
      throw new CertificateParsingException("its alternative names do not end where they say");
    }
    ByteBuffer content = from.slice(from.position(), length);
    from.position(from.position() + length);
    return content;
  }

  private static int length(ByteBuffer from) {
    int first = from.hasRemaining() ? Byte.toUnsignedInt(from.get()) : LONG_FORM;
    if (first < LONG_FORM) {
      return first;
    }
    int count = first - LONG_FORM;
    if (count == 0 || count > MAX_LENGTH_BYTES || count > from.remaining()) {
      return -1;
    }
    int length = 0;
    for (int i = 0; i < count; i++) {
      length = length << Byte.SIZE | Byte.toUnsignedInt(from.get());
    }
    return length;
  }

  /** As a person reads it. */
  @Override
  public String toString() {
    return switch (kind) {
      case ADDRESS -> "address " + content.toHex();
      default -> Legible.of(content.toText(StandardCharsets.ISO_8859_1));
    };
  }
}
