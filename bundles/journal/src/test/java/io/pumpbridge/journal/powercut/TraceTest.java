// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal.powercut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.journal.powercut.DiskChange.Opened;
import io.pumpbridge.journal.powercut.DiskChange.Renamed;
import io.pumpbridge.journal.powercut.DiskChange.Written;
import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The format of disk-trace.c, which has no other test before the check itself. */
class TraceTest {
  @TempDir Path temp;

  @Test
  void entriesAreReadInOrder() throws IOException {
    List<DiskChange> found = read(entry(1, 7, 1, "d/a", "", ""), entry(2, 7, 4_096, "", "", "xyz"));
    Bytes xyz = Bytes.of("xyz", StandardCharsets.US_ASCII);
    assertThat(found).containsExactly(new Opened(7, "d/a", true), new Written(7, 4_096, xyz));
    assertThat(read(entry(6, 0, 0, "a", "d/b", ""))).containsExactly(new Renamed("a", "d/b"));
  }

  @Test
  void whatTheModelDoesNotKnowEndsTheReading() {
    assertThatThrownBy(() -> read(entry(11, 0, 0, "symlink", "", "")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("symlink");
  }

  @Test
  void aTraceThatIsCutOffIsNotBelieved() {
    byte[] whole = entry(1, 7, 1, "d/a", "", "");
    for (int length = 1; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(part)).hasMessageContaining("cut off");
    }
  }

  private List<DiskChange> read(byte[]... entries) throws IOException {
    Path file = Files.createTempFile(temp, "trace", "");
    for (byte[] entry : entries) {
      Files.write(file, entry, StandardOpenOption.APPEND);
    }
    List<DiskChange> found = new ArrayList<>();
    Trace.read(file, found::add);
    return found;
  }

  private static byte[] entry(
      int kind, int handle, long number, String path, String second, String data) {
    int rest = 1 + 4 + 8 + 2 + path.length() + 2 + second.length() + data.length();
    ByteBuffer entry = ByteBuffer.allocate(4 + rest).order(ByteOrder.nativeOrder());
    entry.putInt(rest).put((byte) kind).putInt(handle).putLong(number);
    for (String text : List.of(path, second)) {
      entry.putShort((short) text.length()).put(text.getBytes(StandardCharsets.US_ASCII));
    }
    return entry.put(data.getBytes(StandardCharsets.US_ASCII)).array();
  }
}
