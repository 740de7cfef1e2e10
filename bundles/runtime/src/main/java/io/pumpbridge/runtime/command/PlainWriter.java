// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * For an output whose character set is not UTF-8, as in the POSIX locale: what it cannot hold would
 * silently become question marks, in a document too. Here each character beyond ASCII is said by
 * its number, as JSON does; a document then means the same, and a person loses nothing.
 */
final class PlainWriter extends FilterWriter {
  private static final char LAST_ASCII = '~';

  PlainWriter(Writer out) {
    super(out);
  }

  @Override
  public void write(int c) throws IOException {
    if (c > LAST_ASCII) {
      out.write(String.format("\\u%04x", c));
    } else {
      out.write(c);
    }
  }

  @Override
  public void write(char[] text, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      write(text[i]);
    }
  }

  @Override
  public void write(String text, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      write(text.charAt(i));
    }
  }
}
