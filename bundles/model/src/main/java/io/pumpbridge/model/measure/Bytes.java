// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.measure;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/** Bytes as a value: immutable, comparable, shown as hex. */
public final class Bytes {
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  /** Not {@code clone()}, for which the first compiler has no short way. */
  private static byte[] copy(byte[] content) {
    return Arrays.copyOf(content, content.length);
  }

  public static Bytes of(byte[] content) {
    return new Bytes(copy(content));
  }

  public static Bytes of(byte[] content, int offset, int length) {
    return new Bytes(Arrays.copyOfRange(content, offset, offset + length));
  }

  public static Bytes of(String text, Charset charset) {
    return new Bytes(text.getBytes(charset));
  }

  /**
   * @throws IllegalArgumentException if the text is no even number of hex digits
   */
  public static Bytes fromHex(String hex) {
    return new Bytes(HexFormat.of().parseHex(hex));
  }

  public int length() {
    return content.length;
  }

  /** Unsigned, 0 to 255. */
  public int at(int index) {
    return content[index] & 0xff;
  }

  public byte[] toArray() {
    return copy(content);
  }

  /** Copies all of it to a place in {@code target}. */
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(content, 0, target, offset, content.length);
  }

  /** Feeds all of it, no copy; a read-only buffer would be copied piece by piece. */
  public void feed(MessageDigest digest) {
    digest.update(content);
  }

  /** Read-only view, no copy. */
  public ByteBuffer toBuffer() {
    return ByteBuffer.wrap(content).asReadOnlyBuffer();
  }

  /** To be read from the beginning, no copy. */
  public InputStream toStream() {
    return new ByteArrayInputStream(content);
  }

  public String toText(Charset charset) {
    return new String(content, charset);
  }

  public String toHex() {
    return HexFormat.of().formatHex(content);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    return toHex();
  }
}
