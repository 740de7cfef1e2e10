// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Where one running bridge keeps everything; locked while it runs, readable by its user only. */
public final class StateDirectory implements AutoCloseable {
  /** A file of this name means that the gateway is being wiped: no agent may start. */
  public static final String DECOMMISSIONING = "decommissioning";

  /** A folder of this name means that a configuration is half restored: no agent may start. */
  public static final String RESTORING = "restoring";

  private static final String LOCK = "lock";

  private static final int MAX_PID_DIGITS = 20;

  private final Path path;
  private final FileChannel channel;

  private StateDirectory(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Makes it if need be, and takes it.
   *
   * @throws LaunchException if another process has it, it cannot be written, or it is being wiped
   */
  public static StateDirectory take(Path directory) throws LaunchException {
    StateDirectory state = takeToWipe(directory);
    if (Files.exists(state.path.resolve(DECOMMISSIONING))) {
      state.close();
      throw new LaunchException(
          LaunchException.Fault.USAGE,
          "decommissioning",
          "This gateway is being decommissioned and must not run: finish with 'pump-bridge"
              + " decommission --state "
              + state.path
              + "'.");
    }
    if (Files.exists(state.path.resolve(RESTORING))) {
      state.close();
      throw new LaunchException(
          LaunchException.Fault.USAGE,
          "restoring",
          "A configuration is being restored here: finish with 'pump-bridge restore --finish"
              + " --state "
              + state.path
              + "'.");
    }
    return state;
  }

  /**
   * For commands that only look: what they would make would be nobody's, or the wrong user's.
   *
   * @throws LaunchException if it is not there
   */
  public static void requireThere(Path directory) throws LaunchException {
    if (!Files.isDirectory(directory)) {
      throw new LaunchException(
          LaunchException.Fault.USAGE,
          "state-missing",
          "There is no state directory "
              + directory
              + "; name the agent's with --state. 'pump-bridge run' and 'pump-bridge provision'"
              + " make it.");
    }
  }

  /**
   * For commands that change what is in it.
   *
   * @throws LaunchException if it is another user's
   */
  public static void requireOwn(Path directory) throws LaunchException {
    OthersState.requireOwn(directory.resolve(LOCK));
  }

  /** Whether an agent, or a command in its place, has had it. */
  public static boolean isInUse(Path directory) {
    return Files.exists(directory.resolve(LOCK));
  }

  /** As {@link #take}, also if it is being wiped or restored. */
  public static StateDirectory takeToWipe(Path directory) throws LaunchException {
    Path path = directory.toAbsolutePath().normalize();
    try {
      Path unused = privateDirectory(path);
      FileChannel channel =
          FileChannel.open(
              path.resolve(LOCK),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (!lock(channel)) {
        String owner = owner(channel);
        channel.close();
        throw inUse(path, owner);
      }
      channel.truncate(0);
      byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
      channel.write(ByteBuffer.wrap(pid), 0);
      return new StateDirectory(path, channel);
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  /** Who named the wrong one, or may not, has to be seen to; a disk may have room again. */
  static LaunchException unusable(Path path, IOException why) {
    boolean persons =
        why instanceof AccessDeniedException
            || why instanceof NotDirectoryException
            || why instanceof FileAlreadyExistsException;
    return new LaunchException(
        persons ? LaunchException.Fault.USAGE : LaunchException.Fault.DEVICE,
        "state-unusable",
        "The state directory " + path + " cannot be used: " + new FileFailure(why).why() + ".");
  }

  /** An agent stays. A command ends by itself, so whoever is in its way may try again: systemd. */
  private static LaunchException inUse(Path path, String owner) {
    boolean agent = RunningAgent.findAllowed(path).isPresent();
    return new LaunchException(
        agent ? LaunchException.Fault.USAGE : LaunchException.Fault.DEVICE,
        "state-in-use",
        "Another pump-bridge"
            + owner
            + (agent ? " is running with " : ", a command, is at work with ")
            + path
            + (agent
                ? "; stop it, or name another directory with --state."
                : "; try again when it has ended."));
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // this very process has it
    }
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(MAX_PID_DIGITS);
    int count = channel.read(buffer, 0);
    return count > 0
        ? " (process " + new String(buffer.array(), 0, count, StandardCharsets.US_ASCII) + ")"
        : "";
  }

  /** Made if need be, for its user only. */
  static Path privateDirectory(Path path) throws IOException {
    return Files.isDirectory(path)
        ? path
        : Files.createDirectories(
            path,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException("the lock of " + path + " could not be given back", e);
    }
  }
}
