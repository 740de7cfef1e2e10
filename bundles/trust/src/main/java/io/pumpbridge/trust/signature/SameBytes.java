// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.signature;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;

/**
 * Holds what is written against what is expected, without keeping it: a library of megabytes is
 * encoded anew to see that it was DER, and a gateway has few of them to spare.
 */
final class SameBytes extends OutputStream {
  private final byte[] expected;
  private int written;
  private boolean same = true;

  private SameBytes(byte[] expected) {
    this.expected = expected;
  }

  static SameBytes as(byte[] expected) {
    return new SameBytes(expected);
  }

  /** Whether its DER is exactly that; to be asked once. */
  boolean isWritten(ASN1Primitive structure) throws IOException {
    structure.encodeTo(this, ASN1Encoding.DER);
    return same && written == expected.length;
  }

  @Override
  public void write(int octet) {
    same = same && written < expected.length && expected[written] == (byte) octet;
    written++;
  }

  @Override
  public void write(byte[] octets, int offset, int length) {
    same =
        same
            && length <= expected.length - written
            && Arrays.equals(octets, offset, offset + length, expected, written, written + length);
    written += length;
  }
}
