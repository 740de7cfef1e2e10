// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.wipe;

import io.pumpbridge.runtime.launch.BridgeFramework;
import io.pumpbridge.runtime.launch.Farewell;
import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.Settings;
import io.pumpbridge.runtime.launch.ShippedBundles;
import io.pumpbridge.runtime.launch.StateDirectory;
import io.pumpbridge.runtime.wipe.Inventory.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.felix.framework.FrameworkFactory;

/**
 * The end of a gateway, once everybody was asked: decided, signed for, destroyed. The state
 * directory is locked from before the decision until after the last file.
 */
public final class Decommission {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Set<String> WITNESSES =
      Set.of("io.pumpbridge.trust", "io.pumpbridge.journal");

  /** Whether records that the server has not confirmed may be lost. */
  public interface Permission {
    /**
     * @param undelivered at least 1
     * @throws LaunchException if they may not; then nothing is destroyed
     */
    void lose(long undelivered) throws LaunchException;
  }

  /**
   * How it ended.
   *
   * @param who as {@code OwnSignature} tells it; empty without a receipt
   * @param lost records that no server has confirmed
   */
  public record Done(Map<String, Object> who, long lost, Map<Kind, Integer> wiped) {}

  private record Testimony(Map<String, Object> who, long lost) {}

  private final ShippedBundles bundles;
  private final StateDirectory state;
  private final Wipe wipe;

  /**
   * @param state locked by the caller, who lets go of it afterwards
   */
  public Decommission(ShippedBundles bundles, StateDirectory state) {
    this.bundles = bundles;
    this.state = state;
    this.wipe = new Wipe(state.path());
  }

  /**
   * Carries it out, or on from where a power cut ended it.
   *
   * @param mark as decided, or as found
   * @throws LaunchException if it cannot be signed for, or something resists; it can be done again
   */
  public Done carryOut(Mark mark, Permission permission)
      throws LaunchException, InterruptedException {
    try {
      Testimony testimony = new Testimony(Map.of(), 0);
      if (mark.stage() == Mark.Stage.DECIDED) {
        testimony =
            mark.receipt().isPresent()
                ? testify(mark, mark.receipt().get(), permission)
                : new Testimony(Map.of(), 0);
        wipe.mark(mark.at(Mark.Stage.WIPING));
      }
      return new Done(testimony.who(), testimony.lost(), wipe.run(mark));
    } catch (IOException e) {
      throw new LaunchException(
          LaunchException.Fault.DEVICE,
          "not-wiped",
          "Not everything could be wiped: " + e + ". Mend that and call the same command again.");
    }
  }

  /** Trust and journal alone, so that nothing changes any more while the receipt is made. */
  private Testimony testify(Mark mark, Path receipt, Permission permission)
      throws LaunchException, InterruptedException, IOException {
    Map<String, Map<String, Object>> settings =
        new TreeMap<>(Settings.read(mark.config(), bundles, Map.of()).byPid());
    settings.keySet().retainAll(WITNESSES);
    try (BridgeFramework bridge =
        BridgeFramework.start(new FrameworkFactory(), bundles, state, mark.config(), settings)) {
      bridge.awaitRunning(START_LIMIT);
      Farewell farewell = new Farewell(bridge);
      List<Map<String, Object>> heads = farewell.heads();
      long lost = Farewell.undelivered(heads);
      if (lost > 0) {
        permission.lose(lost);
      }
      Map<String, Object> who = farewell.who();
      wipe.mark(mark);
      Found found = Found.in(state.path(), mark.config(), Inventory.of(mark.folders()));
      wipe.receipt(receipt, farewell.sign(Receipt.of(mark, who, heads, found)));
      return new Testimony(who, lost);
    }
  }
}
