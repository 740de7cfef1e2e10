// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal.powercut;

import io.pumpbridge.journal.powercut.DiskChange.Closed;
import io.pumpbridge.journal.powercut.DiskChange.DirectoryMade;
import io.pumpbridge.journal.powercut.DiskChange.DirectoryRemoved;
import io.pumpbridge.journal.powercut.DiskChange.Linked;
import io.pumpbridge.journal.powercut.DiskChange.Opened;
import io.pumpbridge.journal.powercut.DiskChange.Renamed;
import io.pumpbridge.journal.powercut.DiskChange.Resized;
import io.pumpbridge.journal.powercut.DiskChange.Synced;
import io.pumpbridge.journal.powercut.DiskChange.Unlinked;
import io.pumpbridge.journal.powercut.DiskChange.Written;
import io.pumpbridge.model.measure.Bytes;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads what the preloaded library (disk-trace.c, which has the format) wrote down. */
public final class Trace {
  private static final int LENGTH_BYTES = 4;
  private static final int MOST_BYTES = 64 * 1_048_576;

  private Trace() {}

  /**
   * Tells every change in order.
   *
   * @throws IOException if the trace is not whole, or the program did something that the model of
   *     the disk does not know
   */
  public static void read(Path file, Consumer<DiskChange> changes) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 20)) {
      byte[] length = in.readNBytes(LENGTH_BYTES);
      while (length.length > 0) {
        int rest = length.length == LENGTH_BYTES ? buffer(length).getInt() : -1;
        if (rest < 0 || rest > MOST_BYTES) {
          throw new IOException("the trace is cut off");
        }
        byte[] entry = in.readNBytes(rest);
        if (entry.length < rest) {
          throw new IOException("the trace is cut off");
        }
        changes.accept(change(buffer(entry)));
        length = in.readNBytes(LENGTH_BYTES);
      }
    }
  }

  static DiskChange change(ByteBuffer entry) throws IOException {
    int kind = entry.get();
    int handle = entry.getInt();
    long number = entry.getLong();
    String path = text(entry);
    String second = text(entry);
    return switch (kind) {
      case 1 -> new Opened(handle, path, number == 1);
      case 2 -> new Written(handle, number, Bytes.of(rest(entry)));
      case 3 -> new Resized(handle, number);
      case 4 -> new Synced(handle);
      case 5 -> new Closed(handle);
      case 6 -> new Renamed(path, second);
      case 7 -> new Unlinked(path);
      case 8 -> new DirectoryMade(path);
      case 9 -> new Linked(path, second);
      case 10 -> new DirectoryRemoved(path);
      default -> throw new IOException("the model of the disk does not know: " + path);
    };
  }

  private static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
  }

  private static String text(ByteBuffer entry) {
    byte[] bytes = new byte[entry.getShort() & 0xffff];
    entry.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] rest(ByteBuffer entry) {
    byte[] bytes = new byte[entry.remaining()];
    entry.get(bytes);
    return bytes;
  }
}
