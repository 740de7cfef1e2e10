// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The launcher's lock of the state directory, taken by us where no launcher runs: so that nobody
 * wipes or restores a gateway that works on Kura, and no two work in one directory.
 *
 * <p>Only where no launcher runs: whoever closes this file in one JVM gives away every lock of that
 * JVM on it (fcntl(2)).
 */
final class StateLock implements AutoCloseable {
  private static final String FILE = "lock";

  private final Optional<FileChannel> channel;

  private StateLock(Optional<FileChannel> channel) {
    this.channel = channel;
  }

  /** Somebody has it for us. */
  static StateLock held() {
    return new StateLock(Optional.empty());
  }

  /**
   * @throws IOException if another process has it
   */
  static StateLock take(Path state) throws IOException {
    FileChannel channel =
        FileChannel.open(state.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw new IOException("another process works in " + state);
      }
      channel.truncate(0);
      String pid = Long.toString(ProcessHandle.current().pid());
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
      return new StateLock(Optional.of(channel));
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw new IOException("somebody else in this process works in " + state, e);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    if (channel.isPresent()) {
      channel.get().close();
    }
  }
}
