// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's own bundles for as long as a command needs them: the same framework with just the
 * configuration given. What it needs on disk lies in a directory of its own and goes with it.
 */
public final class TemporaryBridge implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TemporaryBridge.class);
  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  /** What is made of files that somebody named, and may put files of its own into the directory. */
  interface Making<T> {
    T in(Path directory) throws LaunchException;
  }

  private final Path directory;
  private final StateDirectory state;
  private final BridgeFramework bridge;

  private TemporaryBridge(Path directory, StateDirectory state, BridgeFramework bridge) {
    this.directory = directory;
    this.state = state;
    this.bridge = bridge;
  }

  /** Starts the bundles for a {@link ProfileDesk} and nothing else. */
  public static TemporaryBridge forProfiles() throws LaunchException, InterruptedException {
    return start(directory -> Map.of(ProfileDesk.PID, Map.of()));
  }

  /** Starts the bundles for a {@link TrustDesk} and nothing else. */
  public static TemporaryBridge forTrust() throws LaunchException, InterruptedException {
    return start(directory -> Map.of(TrustDesk.PID, Map.of()));
  }

  /** Starts the bundles for a {@link JournalDesk} that reads lines and nothing else. */
  public static TemporaryBridge forJournalLines() throws LaunchException, InterruptedException {
    return start(
        directory -> Map.of(JournalDesk.PID, Map.of(), JournalDesk.SIGNATURES_PID, Map.of()));
  }

  /** Starts the bundles for an {@link EscrowDesk} and a {@link JournalDesk} that opens with it. */
  public static TemporaryBridge forRescue() throws LaunchException, InterruptedException {
    return start(directory -> Map.of(EscrowDesk.PID, Map.of(), JournalDesk.PID, Map.of()));
  }

  /** Starts the bundles for a {@link LibraryDesk} and nothing else. */
  public static TemporaryBridge forLibraries() throws LaunchException, InterruptedException {
    return start(directory -> Map.of(LibraryDesk.PID, Map.of()));
  }

  /** Starts the bundles for a {@link LibraryDesk} and a {@link SigningDesk} and nothing else. */
  public static TemporaryBridge forSigning() throws LaunchException, InterruptedException {
    return start(directory -> Map.of(LibraryDesk.PID, Map.of(), SigningDesk.PID, Map.of()));
  }

  /**
   * Starts the bundles for a {@link LibraryCheckDesk}, with trust that knows no more than it is
   * told.
   *
   * @param anchors settings of trust, made in the directory that goes with the bundles
   */
  static TemporaryBridge forSignedLibraries(Making<Map<String, Object>> anchors)
      throws LaunchException, InterruptedException {
    return start(
        directory ->
            Map.of(LibraryCheckDesk.PID, Map.of(), "io.pumpbridge.trust", anchors.in(directory)));
  }

  /**
   * Starts trust alone, to judge by what a gateway would trust; it has no identity.
   *
   * @param trust settings of trust
   */
  public static TemporaryBridge forAnchors(Map<String, Object> trust)
      throws LaunchException, InterruptedException {
    return start(directory -> Map.of("io.pumpbridge.trust", trust));
  }

  /** Starts the bundles for a {@link SiteDesk} and nothing else. */
  public static TemporaryBridge forSites() throws LaunchException, InterruptedException {
    return start(directory -> Map.of(SiteDesk.PID, Map.of()));
  }

  /**
   * Starts the bundles.
   *
   * @param configuration by PID; gets the directory, in which it may put files
   */
  static TemporaryBridge start(Making<Map<String, Map<String, Object>>> configuration)
      throws LaunchException, InterruptedException {
    ShippedBundles bundles = ShippedBundles.ofThisProduct();
    TemporaryBridge started = started(bundles, temporary(), configuration);
    try {
      started.bridge.awaitRunning(START_LIMIT);
      return started;
    } catch (LaunchException | InterruptedException e) {
      started.close();
      throw e;
    }
  }

  private static TemporaryBridge started(
      ShippedBundles bundles,
      Path directory,
      Making<Map<String, Map<String, Object>>> configuration)
      throws LaunchException {
    StateDirectory state = StateDirectory.take(directory);
    try {
      return new TemporaryBridge(
          directory,
          state,
          BridgeFramework.start(
              new FrameworkFactory(), bundles, state, directory, configuration.in(directory)));
    } catch (LaunchException e) {
      state.close();
      delete(directory);
      throw e;
    }
  }

  static Path temporary() throws LaunchException {
    try {
      return Files.createTempDirectory("pump-bridge-");
    } catch (IOException e) {
      throw new LaunchException(
          LaunchException.Fault.DEVICE,
          "no-room",
          "No temporary directory can be made: " + e.getMessage() + ".");
    }
  }

  /** Only for us, and gone with this. */
  public Path directory() {
    return directory;
  }

  public Farewell farewell() {
    return new Farewell(bridge);
  }

  public Desk desk() {
    return new Desk(bridge);
  }

  @Override
  public void close() {
    bridge.close();
    state.close();
    delete(directory);
  }

  static void delete(Path directory) {
    try {
      FolderTree.delete(directory);
    } catch (IOException e) {
      log.warn("a temporary directory stays behind path={}", directory, e);
    }
  }
}
